import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

export const GRADES = ['A', 'B', 'C', 'D', 'F'] as const;
export type Grade = (typeof GRADES)[number];

const factorSchema = z.object({
  key: z.string(),
  label: z.string(),
  /** Of the score, whole; those of all factors add up to it. */
  points: z.number().int(),
  /** The most that it can earn. */
  max: z.number().int(),
  /** False: nothing is known of it, so it earned nothing. */
  isKnown: z.boolean(),
  /** What was seen: "Software", "3 page views". */
  seen: z.string().optional(),
});
export type Factor = z.output<typeof factorSchema>;

/** Why a contact has the score it has. Score and grade stand on the contact too, to be found by. */
export const LeadScore = defineEntity({
  name: 'leadScore',
  plural: 'lead-scores',
  domain: 'intelligence',
  label: { one: 'lead score', many: 'lead scores' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    contactId: z.string().meta({ ref: 'contact', onDelete: 'keep' }),
    fit: z.number().min(0).max(100),
    /** Not limited; the score counts 100 of it. */
    intent: z.number().min(0),
    score: z.number().int().min(0).max(100),
    grade: z.enum(GRADES),
    factors: z.array(factorSchema),
    /** What a person has put on top, to have the score that they gave. */
    adjustment: z
      .object({ points: z.number().int(), reason: z.string(), byId: z.string() })
      .optional()
      .meta({ label: 'Adjustment' }),
    rulesVersion: z.number().int(),
    /** The local day that intent was counted on: `2026-12-31`. */
    day: z.string(),
  }),
  personal: { contactId: 'erase' },
  titleOf: ({ score, grade }) => `${score} (${grade})`,
  unique: [['contactId']],
  indexes: [['day', 'intent']],
});

export type LeadScoreRecord = RecordOf<typeof LeadScore>;
