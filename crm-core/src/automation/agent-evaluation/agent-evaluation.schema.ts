import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** Cases that have to pass before an agent is switched on. */
export const CASES_NEEDED = 3;

const caseSchema = z.object({
  message: z.string().trim().min(1).max(1_000),
  /** What has to be called, in any order. */
  tools: z.array(z.string().max(80)).max(8).default([]),
  /** What the answer has to say. */
  contains: z.array(z.string().max(200)).max(5).default([]),
  /** What must not be called. */
  mustNot: z.array(z.string().max(80)).max(8).default([]),
});
export type AgentCase = z.output<typeof caseSchema>;

/** How an edition of an agent did in its tests. Another edition has to pass them anew. */
export const AgentEvaluation = defineEntity({
  name: 'agentEvaluation',
  plural: 'agent-evaluations',
  domain: 'automation',
  label: { one: 'test of an agent', many: 'tests of agents' },
  isReadOnly: true,
  isAudited: false,
  schema: z.object({
    definitionId: z.string().meta({ label: 'Agent', ref: 'agentDefinition', onDelete: 'cascade' }),
    edition: z.number().int().min(1).meta({ label: 'Version' }),
    cases: z.array(caseSchema).max(50).meta({ label: 'Cases' }),
    /** What was wrong with each case, in their order; empty: it passed. Absent: they were not run yet. */
    faults: z.array(z.string().max(500)).max(50).optional().meta({ label: 'Faults' }),
    /** 0 to 1. */
    passRate: z.number().min(0).max(1).optional().meta({ label: 'Passed' }),
    /** All of them did, and there are enough. */
    isPassed: z.boolean().default(false).meta({ label: 'May be switched on' }),
  }),
  titleOf: ({ edition }) => `Tests of version ${edition}`,
  unique: [['definitionId', 'edition']],
});

export type AgentEvaluationRecord = RecordOf<typeof AgentEvaluation>;
