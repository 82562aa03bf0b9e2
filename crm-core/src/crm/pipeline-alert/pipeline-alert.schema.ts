import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** What is posted: everything, or how deals end. */
export const ALERT_KINDS = ['all', 'ends'] as const;

/** A channel of another platform that is told what becomes of the deals of a pipeline; nothing is answered there. */
export const PipelineAlert = defineEntity({
  name: 'pipelineAlert',
  plural: 'pipeline-alerts',
  domain: 'crm',
  label: { one: 'pipeline alert', many: 'pipeline alerts' },
  schema: z.object({
    pipelineId: z.string().meta({ label: 'Pipeline', ref: 'pipeline', onDelete: 'cascade' }),
    what: z.enum(ALERT_KINDS).default('all').meta({ label: 'Posts' }),
    /** The channel's name: `slack`. */
    channel: z.string().min(1).max(30).meta({ readOnly: true }),
    externalTeamId: z.string().max(120).default('').meta({ readOnly: true }),
    threadId: z.string().min(1).max(300).meta({ readOnly: true }),
    /** The channel's own address of the place. */
    address: z.record(z.string(), z.unknown()).meta({ readOnly: true }),
  }),
  titleOf: (alert) => `Alerts in ${alert.channel}`,
  unique: [['pipelineId', 'channel', 'externalTeamId', 'threadId']],
  indexes: [['pipelineId']],
  // it shows deals to whoever is in that channel
  access: { create: 'admin', update: 'admin', delete: 'admin' },
});

export type PipelineAlertRecord = RecordOf<typeof PipelineAlert>;
