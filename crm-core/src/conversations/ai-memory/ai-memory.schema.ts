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
  }),
  titleOf: (memory) => memory.fact.slice(0, 80),
  search: ['fact', 'subjectTitle'],
  sameBy: ['fact'],
  indexes: [['subjectEntity', 'subjectId']],
});

export type AIMemoryRecord = RecordOf<typeof AIMemory>;
