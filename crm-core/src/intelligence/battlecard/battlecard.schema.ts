import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';

const pointSchema = z.object({
  text: z.string().trim().min(1).max(1_000),
  /** Where it is from: "the profile", "the deal Ironbark pilot". */
  source: z.string().trim().min(1).max(300),
  /** When that was so. */
  at: z.date(),
});
export type BattlecardPoint = z.output<typeof pointSchema>;

const sectionSchema = z.object({
  heading: z.string().trim().min(1).max(120),
  points: z.array(pointSchema).max(50),
});
export type BattlecardSection = z.output<typeof sectionSchema>;

/** What to say against a competitor. A version is never rewritten: what is new makes another one. */
export const Battlecard = defineEntity({
  name: 'battlecard',
  plural: 'battlecards',
  domain: 'intelligence',
  label: { one: 'battlecard', many: 'battlecards' },
  schema: z.object({
    competitorId: z.string().meta({ label: 'Competitor', ref: 'competitor', onDelete: 'cascade' }),
    /** From 1, for each competitor; `version` counts the writes of a record. */
    edition: z.number().int().min(1).meta({ label: 'Version' }),
    sections: z.array(sectionSchema).max(20).meta({ label: 'Sections' }),
    status: z.enum(['draft', 'published']).default('draft').meta({ label: 'Status' }),
    publishedAt: z.date().optional().meta({ label: 'Published', readOnly: true }),
  }),
  titleOf: ({ edition }) => `Battlecard, version ${edition}`,
  unique: [['competitorId', 'edition']],
  prepare(next, { before, now }) {
    const isOther =
      before &&
      (!isDeepStrictEqual(before.sections, next.sections) ||
        before.edition !== next.edition ||
        before.competitorId !== next.competitorId);
    if (isOther)
      throw new InvalidError('A version of a battlecard is not rewritten. Draft another version instead.', {
        sections: 'are kept as they are',
      });
    if (next.status === before?.status) return {};
    // null empties: a version that is taken back was not published
    return { publishedAt: next.status === 'published' ? now : (null as never) };
  },
});

export type BattlecardRecord = RecordOf<typeof Battlecard>;
