import { z } from 'zod';
import { day } from '../../entity/days.ts';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { conditionSchema } from '../../entity/filter.schema.ts';
import { timeZone } from '../../entity/platform-values.ts';
import { InvalidError } from '../../errors.ts';
import type { BusinessHours, Span } from './business-hours.ts';
import { holidaysOf } from './holidays.ts';

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];

const hours = (usual: number, label: string) =>
  z.number().min(0.25).max(10_000).default(usual).meta({ label });

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'is not a time such as 09:00');

/** Stretches of weekdays; several a day are fine. */
export const workingSpans = () =>
  z.array(z.object({ day: z.number().int().min(1).max(7), from: time, to: time })).max(50);

const OFFICE: Span[] = [1, 2, 3, 4, 5].map((weekday) => ({ day: weekday, from: '09:00', to: '17:00' }));

/**
 * How soon tickets are answered and solved, in working hours, by their priority; and when the team works. Without a
 * record the defaults hold.
 */
export const SlaPolicy = defineEntity({
  name: 'slaPolicy',
  plural: 'sla-policies',
  domain: 'crm',
  label: { one: 'SLA policy', many: 'SLA policies' },
  schema: z.object({
    name: z.string().trim().min(1).max(120).meta({ label: 'Name' }),
    /** It holds for tickets that name no other, and that no other is for. */
    isDefault: z.boolean().default(false).meta({ label: 'Holds by itself' }),
    /** What holds of the tickets that it is for, all of it. */
    when: z.array(conditionSchema).max(30).default([]).meta({ label: 'For tickets' }),
    /** Teams whose tickets it is for, by their names: those of one of their people. */
    teams: z.array(z.string().trim().min(1).max(60)).max(20).default([]).meta({ label: 'For teams' }),
    /** Of several that are for a ticket, the lowest decides. */
    position: z.number().int().min(1).max(1_000).default(100).meta({ label: 'Position' }),
    firstUrgent: hours(1, 'First answer, urgent (hours)'),
    solveUrgent: hours(4, 'Solved, urgent (hours)'),
    firstHigh: hours(4, 'First answer, high (hours)'),
    solveHigh: hours(8, 'Solved, high (hours)'),
    firstNormal: hours(8, 'First answer, normal (hours)'),
    solveNormal: hours(24, 'Solved, normal (hours)'),
    firstLow: hours(16, 'First answer, low (hours)'),
    solveLow: hours(40, 'Solved, low (hours)'),
    /** None: the clock always runs. */
    hours: workingSpans().default(OFFICE).meta({ label: 'Working hours' }),
    /** Whose public holidays are no working days: `DE`, `US`. */
    holidayCountry: z
      .string()
      .regex(/^[A-Z]{2}$/, 'is not a country such as DE')
      .optional()
      .meta({ label: 'Holidays of' }),
    holidayRegion: z.string().max(10).optional().meta({ label: 'Region' }),
    extraHolidays: z.array(day()).max(400).default([]).meta({ label: 'Other free days' }),
    timeZone: timeZone().optional().meta({ label: 'Time zone' }),
  }),
  titleOf: (policy) => policy.name,
  unique: [['name']],
  access: { create: 'admin', update: 'admin', delete: 'admin' },
  async prepare(next, { before, countWhere }) {
    if (next.hours.some(({ from, to }) => from >= to))
      throw new InvalidError('Working hours end after they begin.', { hours: 'end before they begin' });
    if (next.isDefault && !before?.isDefault && (await countWhere('slaPolicy', { isDefault: true })) > 0)
      throw new InvalidError('Another policy holds by itself already. Change that one first.', {
        isDefault: 'is said by another policy',
      });
    return {};
  },
});

export type SlaPolicyRecord = RecordOf<typeof SlaPolicy>;

/** What tickets are measured by. */
export type SlaRules = z.output<typeof SlaPolicy.schema>;

export const DEFAULT_SLA: SlaRules = SlaPolicy.schema.parse({ name: 'Usual hours', isDefault: true });

/** Working hours until a first answer, and until it is solved, in milliseconds. */
export function targetsOf(rules: SlaRules, priority: Priority): { firstMs: number; solveMs: number } {
  const name = `${priority[0]?.toUpperCase()}${priority.slice(1)}` as Capitalize<Priority>;
  return { firstMs: rules[`first${name}`] * HOUR_MS, solveMs: rules[`solve${name}`] * HOUR_MS };
}

/** @param workspaceZone - of the workspace, for a policy without its own */
export function hoursOf(rules: SlaRules, workspaceZone: string, around: Date): BusinessHours {
  const { holidayCountry, holidayRegion, extraHolidays } = rules;
  const zone = rules.timeZone ?? workspaceZone;
  const years = [0, 1, 2, 3].map((ahead) => around.getUTCFullYear() - 1 + ahead);
  return {
    spans: rules.hours,
    timeZone: zone,
    holidays: new Set([...extraHolidays, ...holidaysOf(holidayCountry, holidayRegion, years)]),
  };
}

const HOUR_MS = 3_600_000;
