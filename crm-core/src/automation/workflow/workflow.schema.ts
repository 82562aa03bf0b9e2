import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { definitionSchema } from '../definition.schema.ts';

const WORKFLOW_STATES = ['draft', 'active', 'paused', 'archived'] as const;

/** Something that is to happen by itself from now on. What runs is a version of it; the draft is what is worked on. */
export const Workflow = defineEntity({
  name: 'workflow',
  plural: 'workflows',
  domain: 'automation',
  label: { one: 'workflow', many: 'workflows' },
  aliases: ['automation', 'automations'],
  talk: {
    columns: ['name', 'status', 'about', 'runAsId', 'pausedBecause'],
    owner: 'runAsId',
    sort: 'name',
    isNamed: true,
  },
  schema: z.object({
    name: z.string().trim().min(1).max(120).meta({ label: 'Name' }),
    status: z.enum(WORKFLOW_STATES).default('draft').meta({ label: 'Status', hasCommonWords: true }),
    /** The kind of record that it works on, as people call it. */
    about: z.string().max(40).optional().meta({ label: 'Works on', readOnly: true }),
    draft: definitionSchema.optional().meta({ label: 'Draft' }),
    /** The number of the version that runs. */
    liveVersion: z
      .number()
      .int()
      .min(1)
      .optional()
      .meta({ label: 'Live version', readOnly: true, isAside: true }),
    /** Who published it: it may do what they may. */
    runAsId: z
      .string()
      .optional()
      .meta({ label: 'Published by', ref: 'user', onDelete: 'keep', readOnly: true }),
    /** Whether a record that has been through it may go through it again. */
    reentry: z.enum(['never', 'after_exit']).default('after_exit').meta({ label: 'Again', isAside: true }),
    pausedBecause: z.string().max(500).optional().meta({ label: 'Paused because', readOnly: true }),
    /** The last of its times that it was started for. */
    lastSlot: z.date().optional().meta({ hidden: true }),
  }),
  titleOf: ({ name }) => name,
  search: ['name'],
  unique: [['name']],
  indexes: [['status']],
  async guard({ before, after }, { role }) {
    // what is off may become whatever it was: turning it on settles who it acts as
    if (role === 'system' || after?.status !== 'active') return undefined;
    const isTurnedOn = before?.status !== 'active';
    const isOther = after.runAsId !== before?.runAsId || after.liveVersion !== before?.liveVersion;
    return isTurnedOn || isOther
      ? 'A workflow is turned on in a conversation, where it says what it will do: “turn it on”.'
      : undefined;
  },
});

export type WorkflowRecord = RecordOf<typeof Workflow>;
