import { z } from 'zod';
import { clock } from '../../entity/clock.ts';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { timeZone } from '../../entity/platform-values.ts';
import { InvalidError } from '../../errors.ts';
import { nextRun } from './next-run.ts';

/** When the clock does one work in one workspace. An admin sets the time and switches it; the rest follows from the clock. */
export const WorkspaceSchedule = defineEntity({
  name: 'workspaceSchedule',
  plural: 'workspace-schedules',
  domain: 'automation',
  label: { one: 'schedule', many: 'schedules' },
  schema: z.object({
    work: z.string().max(60).meta({ label: 'Work', readOnly: true }),
    isOn: z.boolean().default(true).meta({ label: 'On' }),
    localTime: clock().optional().meta({ label: 'Time of day' }),
    everyMs: z.number().int().min(60_000).optional().meta({ label: 'Every', readOnly: true }),
    /** IANA; that of the workspace when it was planned. */
    zone: timeZone().meta({ label: 'Time zone', readOnly: true }),
    nextAt: z.date().optional().meta({ label: 'Next', readOnly: true }),
    /** The local day, or the beginning of the interval, that it was begun for last. */
    lastSlot: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}(?:T[\d:.]{8,12}Z)?$/)
      .optional()
      .meta({ readOnly: true }),
    lastRunAt: z.date().optional().meta({ label: 'Last', readOnly: true }),
    lastResult: z.string().max(300).optional().meta({ label: 'What came of it', readOnly: true }),
  }),
  titleOf: ({ work }) => work,
  unique: [['work']],
  indexes: [['nextAt']],
  access: { create: 'system', update: 'admin', delete: 'system' },
  async prepare(next, { before, now }) {
    if (next.everyMs && next.localTime)
      throw new InvalidError('This is done every so often, not at a time of day. It can be switched off.', {
        localTime: 'is not what it goes by',
      });
    const isPlanned = before && before.localTime === next.localTime && before.isOn === next.isOn;
    return isPlanned ? {} : { nextAt: nextRun({ ...next, timeZone: next.zone }, now).at };
  },
});

export type WorkspaceScheduleRecord = RecordOf<typeof WorkspaceSchedule>;
