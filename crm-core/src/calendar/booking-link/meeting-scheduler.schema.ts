import { z } from 'zod';
import { workingSpans } from '../../crm/sla-policy/sla-policy.schema.ts';
import { day } from '../../entity/days.ts';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { timeZone } from '../../entity/platform-values.ts';
import { InvalidError } from '../../errors.ts';

const buffer = (label: string) => z.number().int().min(0).max(120).default(0).meta({ label });
const limit = (label: string) => z.number().int().min(1).max(100).optional().meta({ label });

/** A page where people outside pick a time and book it. */
export const MeetingScheduler = defineEntity({
  name: 'meetingScheduler',
  plural: 'meeting-schedulers',
  domain: 'crm',
  label: { one: 'booking link', many: 'booking links' },
  schema: z.object({
    name: z.string().trim().min(1).max(120).meta({ label: 'Name' }),
    /** The end of its address. */
    slug: z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/, 'is no address: small letters, digits and hyphens')
      .meta({ label: 'Address' }),
    hostIds: z.array(z.string()).min(1).max(20).meta({ label: 'Hosts', ref: 'user', onDelete: 'keep' }),
    /** Who of several hosts is met: the one who has time, all of them, or each in turn. */
    mode: z.enum(['one', 'all', 'round_robin']).default('one').meta({ label: 'Who is met' }),
    /** What people may choose from. */
    minutes: z.array(z.number().int().min(5).max(480)).min(1).max(6).default([30]).meta({ label: 'Minutes' }),
    /** Left out: when its hosts work. */
    hours: workingSpans().optional().meta({ label: 'Hours' }),
    /** Other hours on a day; none: nothing is booked then. */
    dateOverrides: z
      .array(z.object({ day: day(), spans: z.array(z.object({ from: z.string(), to: z.string() })).max(10) }))
      .max(400)
      .default([])
      .meta({ label: 'Other days' }),
    /** On whose clock its hours are; left out: on each host's own. */
    zone: timeZone().optional().meta({ label: 'Time zone' }),
    bufferBeforeMin: buffer('Minutes free before'),
    bufferAfterMin: buffer('Minutes free after'),
    noticeMin: z.number().int().min(0).max(43_200).default(240).meta({ label: 'Minutes of notice' }),
    horizonDays: z.number().int().min(1).max(365).default(60).meta({ label: 'Days ahead' }),
    perDay: limit('Most in a day'),
    perWeek: limit('Most in a week'),
    gridMin: z.number().int().min(5).max(120).default(15).meta({ label: 'Begins every (minutes)' }),
    /** A host says yes before it stands. */
    needsConfirmation: z.boolean().default(false).meta({ label: 'Confirmed by a host' }),
    isOn: z.boolean().default(true).meta({ label: 'On' }),
  }),
  titleOf: (link) => link.name,
  search: ['name', 'slug'],
  // the address says nothing of the workspace: it is looked for in all of them
  unique: [['slug']],
  indexes: [['hostIds']],
  async guard({ before, after }, { role, actorId }) {
    if (role === 'admin' || role === 'owner' || role === 'system') return undefined;
    const hosts = [...(before?.hostIds ?? []), ...(after?.hostIds ?? [])];
    return hosts.every((id) => id === actorId)
      ? undefined
      : 'A booking link of others is made and changed by an admin. Yours alone you can change.';
  },
  prepare(next) {
    if (next.hours?.some(({ from, to }) => from >= to))
      throw new InvalidError('Hours end after they begin.', { hours: 'end before they begin' });
    return { minutes: [...new Set(next.minutes)].sort((a, b) => a - b) };
  },
});

export type MeetingSchedulerRecord = RecordOf<typeof MeetingScheduler>;
