import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { filterSchema } from '../../entity/filter.schema.ts';
import { scheduleSchema } from '../../intelligence/report/schedule.ts';
import { completeDefinition, definitionRefusal } from './definition-rules.ts';

export const MOST_TOOLS = 8;
export const MOST_TRIGGERS = 5;
/** Characters of what an agent is told. */
export const LONGEST_INSTRUCTIONS = 4_000;

/** What sets an agent off: records of a kind that are added, changed or deleted and fit a filter in stored values. */
const triggerSchema = z.strictObject({
  entity: z.string().min(1).max(60),
  on: z.enum(['created', 'updated', 'deleted']),
  filter: filterSchema.default({}),
});
export type AgentTrigger = z.output<typeof triggerSchema>;

/** What an agent is made of. */
const made = {
  instructions: z
    .string()
    .trim()
    .max(LONGEST_INSTRUCTIONS)
    .default('')
    .meta({ label: 'Instructions', format: 'longtext' }),
  /** Names in the catalogue. */
  tools: z.array(z.string().min(1).max(80)).min(1).max(MOST_TOOLS).meta({ label: 'Tools' }),
  triggers: z.array(triggerSchema).max(MOST_TRIGGERS).default([]).meta({ label: 'Triggers' }),
  /** It runs by itself. */
  schedule: scheduleSchema.optional().meta({ label: 'Schedule' }),
};

/** What runs: the edition that was switched on, whatever the draft has become since. */
const publishedSchema = z.object({ edition: z.number().int(), name: z.string(), ...made });
export type PublishedAgent = z.output<typeof publishedSchema>;

/**
 * An agent that somebody of the workspace has made: words, and a few tools of the catalogue. It may never do more than
 * whoever it works for. What is changed is a draft until it is switched on, for which its tests have to pass.
 */
export const AgentDefinition = defineEntity({
  name: 'agentDefinition',
  plural: 'agent-definitions',
  domain: 'automation',
  isCached: true,
  label: { one: 'custom agent', many: 'custom agents' },
  talk: {
    key: 'agent',
    columns: ['name', 'description', 'status', 'tools', 'ownerId'],
    tellsApart: ['status'],
    owner: 'ownerId',
    sort: 'name',
  },
  schema: z.object({
    name: z.string().trim().min(3).max(40).meta({ label: 'Name' }),
    description: z.string().trim().max(300).default('').meta({ label: 'What it is for' }),
    ...made,
    status: z.enum(['draft', 'active', 'paused']).default('draft').meta({ label: 'Status' }),
    /** From 1, one more with each change of what it is made of; `version` counts the writes of a record. */
    edition: z.number().int().min(1).default(1).meta({ label: 'Version', readOnly: true }),
    /** The edition that was switched on last; another one publishes the draft. */
    publishedEdition: z.number().int().min(1).optional().meta({ label: 'Version in use', readOnly: true }),
    published: publishedSchema.optional().meta({ label: 'In use', readOnly: true }),
    ownerId: z.string().meta({ label: 'Owner', ref: 'user', onDelete: 'keep' }),
    /** With whose rights it runs by itself, and as what they switched it on. */
    publishedById: z
      .string()
      .optional()
      .meta({ label: 'Switched on by', ref: 'user', onDelete: 'keep', readOnly: true }),
    publishedRole: z
      .enum(['member', 'admin', 'owner'])
      .optional()
      .meta({ label: 'Role at that time', readOnly: true }),
    /** Why Clianta has paused it. */
    pausedBecause: z.string().max(300).optional().meta({ label: 'Paused because', readOnly: true }),
    /** The time of its schedule that was run last. */
    lastSlot: z.date().optional().meta({ label: 'Last run', readOnly: true }),
  }),
  titleOf: ({ name }) => name,
  search: ['name'],
  unique: [['name']],
  prepare: completeDefinition,
  guard: definitionRefusal,
});

export type AgentDefinitionRecord = RecordOf<typeof AgentDefinition>;
