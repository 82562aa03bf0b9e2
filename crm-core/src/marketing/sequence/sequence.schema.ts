import { z } from 'zod';
import { clock } from '../../entity/clock.ts';
import { day } from '../../entity/days.ts';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';
import { knownVariables } from '../templates/email-template.schema.ts';
import { textsOf } from '../templates/mail-block.schema.ts';
import { sequenceSteps } from './sequence-step.schema.ts';

const EXITS = ['reply', 'bounce', 'unsubscribe', 'meeting', 'dealClosed'] as const;
export type ExitOn = (typeof EXITS)[number];

/** What a version of it keeps: the steps, and when they are taken. */
export const sequencePlan = {
  steps: sequenceSteps.default([]).meta({ label: 'Steps', isAside: true }),
  /** Mail goes out between these, on the recipient's clock. */
  window: z
    .object({ from: clock(), to: clock() })
    .refine(({ from, to }) => from < to, 'ends before it begins')
    .default({ from: '09:00', to: '17:00' })
    .meta({ label: 'Window', isAside: true }),
  /** 1 Monday to 7 Sunday. */
  days: z
    .array(z.number().int().min(1).max(7))
    .min(1)
    .max(7)
    .default([1, 2, 3, 4, 5])
    .meta({ label: 'Days', isAside: true }),
  exitOn: z
    .array(z.enum(EXITS))
    .default([...EXITS])
    .meta({ label: 'Ends on', isAside: true }),
};

/** Several mails and tasks to one person, one after the other, until they answer. */
export const Sequence = defineEntity({
  name: 'sequence',
  plural: 'sequences',
  domain: 'marketing',
  label: { one: 'sequence', many: 'sequences' },
  aliases: ['cadence', 'cadences', 'drip', 'nurture', 'outreach sequence'],
  talk: { columns: ['name', 'status', 'ownerId', 'pausedUntil'], owner: 'ownerId', sort: 'name' },
  schema: z.object({
    name: z.string().trim().min(1).max(120).meta({ label: 'Name' }),
    status: z
      .enum(['draft', 'active', 'paused', 'archived'])
      .default('draft')
      .meta({ label: 'Status', readOnly: true, hasCommonWords: true }),
    ...sequencePlan,
    /** Days on which nothing goes out; they hold for whoever is on the way too. */
    holidays: z.array(day()).max(400).default([]).meta({ label: 'Holidays', isAside: true }),
    /** `owner`: whoever looks after the contact. */
    accountFrom: z.enum(['owner', 'fixed']).default('owner').meta({ label: 'Sent by', isAside: true }),
    accountId: z
      .string()
      .optional()
      .meta({ label: 'Mailbox', ref: 'emailAccount', onDelete: 'keep', isAside: true }),
    ownerId: z.string().optional().meta({ label: 'Owner', ref: 'user', onDelete: 'keep' }),
    /** While it is paused: until then, where that was said. */
    pausedUntil: z.date().optional().meta({ label: 'Paused until', readOnly: true, hasTime: true }),
    /** The last version that somebody was enrolled in. */
    liveVersion: z.number().int().min(0).default(0).meta({ label: 'Version', readOnly: true, isAside: true }),
  }),
  titleOf: ({ name }) => name,
  search: ['name'],
  unique: [['name']],
  indexes: [['status']],
  async prepare(next, context) {
    const ids = new Set(next.steps.map(({ id }) => id));
    for (const step of next.steps) {
      if (step.kind === 'branch' && !ids.has(step.goTo))
        throw new InvalidError(`A branch of “${next.name}” leads to a step that there is not.`);
      if (step.kind === 'email')
        await knownVariables(textsOf({ subject: step.subject, blocks: step.blocks }), context);
    }
    return {};
  },
});

export type SequenceRecord = RecordOf<typeof Sequence>;
