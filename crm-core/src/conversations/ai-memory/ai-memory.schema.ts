import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** One remembered fact about a person, a company, a deal, the workspace or a user. */
export const AIMemory = defineEntity({
  name: 'aiMemory',
  plural: 'memories',
  domain: 'conversations',
  label: { one: 'memory', many: 'memories' },
  aliases: ['fact', 'facts'],
  schema: z.object({
    /** A whole sentence: "Jane prefers mornings". */
    fact: z.string().trim().min(1).max(1000).meta({ label: 'Fact', format: 'longtext' }),
    /** The name of an entity: `contact`, `workspace`. */
    subjectEntity: z.string().max(60).meta({ label: 'About' }),
    subjectId: z.string().meta({ label: 'Subject', refBy: 'subjectEntity' }),
    subjectTitle: z.string().max(200).meta({ label: 'Who or what' }),
    /** Where it is from: "said by Sam in the web chat". */
    source: z.string().max(300).meta({ label: 'Source' }),
    confidence: z.number().min(0).max(1).default(1).meta({ label: 'Confidence', format: 'percent' }),
    /** `superseded`: a newer fact says otherwise, and this one is kept beside it. `expired`: too uncertain to go by. */
    status: z.enum(['active', 'superseded', 'expired']).default('active').meta({ label: 'Status' }),
    supersededBy: z
      .string()
      .optional()
      .meta({ label: 'Superseded by', ref: 'aiMemory', onDelete: 'clear', readOnly: true }),
    /** Somebody said it; otherwise it was inferred, and fades unless it is used. */
    isSaid: z.boolean().default(true).meta({ label: 'Said', readOnly: true }),
    /** Nothing replaces it by itself. */
    isPinned: z.boolean().default(false).meta({ label: 'Pinned' }),
    /** Facts that it was compared with by somebody, and found to be true beside. */
    agreesWith: z.array(z.string()).max(50).optional().meta({ hidden: true }),
    lastUsedAt: z.date().optional().meta({ label: 'Last used', readOnly: true }),
    /** What it was said or found in: `turn:<id>`. */
    sourceRef: z.string().max(120).optional().meta({ readOnly: true, hidden: true }),
  }),
  personal: { subjectId: 'erase' },
  titleOf: (memory) => memory.fact.slice(0, 80),
  search: ['fact', 'subjectTitle'],
  sameBy: ['fact'],
  indexes: [['subjectEntity', 'subjectId'], ['supersededBy']],
});

export type AIMemoryRecord = RecordOf<typeof AIMemory>;

/** What is gone by; facts of earlier versions have no status. */
export const ACTIVE = { field: 'status', op: 'not_in' as const, value: ['superseded', 'expired'] };
