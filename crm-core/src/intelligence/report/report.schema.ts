import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { filterSchema } from '../../entity/filter.schema.ts';
import { InvalidError } from '../../errors.ts';
import { metricCalled } from '../metrics/metrics.ts';
import { reportPeriodSchema } from './report-period.ts';
import { scheduleSchema } from './schedule.ts';

export const CHART_KINDS = ['bar', 'column', 'line', 'pie', 'stacked'] as const;

export const COMPARED = ['before', 'year'] as const;

/** What a report asks for. */
export const reportSpecSchema = z.strictObject({
  /** Of `metrics`. */
  metric: z.string().refine((name) => metricCalled(name) !== undefined, 'is no figure that there is'),
  /** Which of its records, in stored values. */
  filter: filterSchema.default({}),
  /** Left out: whenever it was. */
  period: reportPeriodSchema.optional(),
  /** As tools say it: `owner`, `company.industry`, `closed per month`. */
  groupBy: z.array(z.string().min(1).max(80)).max(2).default([]),
  /** Beside the period before, or the same one of the year before. */
  compare: z.enum(COMPARED).optional(),
  chart: z.enum(CHART_KINDS).optional(),
});
export type ReportSpec = z.output<typeof reportSpecSchema>;

/** A question about figures that is asked again and again. Its owner's, until it is shared. */
export const Report = defineEntity({
  name: 'report',
  plural: 'reports',
  domain: 'intelligence',
  label: { one: 'report', many: 'reports' },
  privateTo: 'ownerId',
  sharedBy: 'isShared',
  schema: z.object({
    name: z.string().trim().min(1).max(120).meta({ label: 'Name' }),
    spec: reportSpecSchema.meta({ label: 'What it asks' }),
    ownerId: z.string().meta({ label: 'Owner', ref: 'user', onDelete: 'keep' }),
    isShared: z.boolean().default(false).meta({ label: 'Shared' }),
    /** It is sent by itself; with the rights of its owner. */
    schedule: scheduleSchema.optional().meta({ label: 'Schedule' }),
    /** Teammates. */
    recipientIds: z
      .array(z.string())
      .max(200)
      .default([])
      .meta({ label: 'Sent to', ref: 'user', onDelete: 'keep' }),
    /** Addresses of who is not in the team. */
    outsideRecipients: z.array(z.email()).max(20).default([]).meta({ label: 'Sent to outside' }),
    isPaused: z.boolean().default(false).meta({ label: 'Paused' }),
    /** The time that was sent last. */
    lastSlot: z.date().optional().meta({ label: 'Last sent', readOnly: true }),
  }),
  titleOf: (report) => report.name,
  unique: [['ownerId', 'name']],
  search: ['name'],
  prepare({ schedule, recipientIds, outsideRecipients, lastSlot }, { before, now }) {
    if (schedule && recipientIds.length + outsideRecipients.length === 0)
      throw new InvalidError('Say whom the report is sent to.', { recipientIds: 'names nobody' });
    // what was due before it was asked for is not sent
    const isNew = JSON.stringify(schedule) !== JSON.stringify(before?.schedule);
    return { lastSlot: schedule && isNew ? now : lastSlot };
  },
});

export type ReportRecord = RecordOf<typeof Report>;
