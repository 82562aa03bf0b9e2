import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** A competitor was named in an entry of a timeline. It suggests a link; nothing is written because of it. */
export const CompetitorMention = defineEntity({
  name: 'competitorMention',
  plural: 'competitor-mentions',
  domain: 'intelligence',
  label: { one: 'mention of a competitor', many: 'mentions of competitors' },
  isReadOnly: true,
  isAudited: false,
  schema: z.object({
    competitorId: z.string().meta({ label: 'Competitor', ref: 'competitor', onDelete: 'keep' }),
    activityId: z.string().meta({ label: 'Entry', ref: 'activity', onDelete: 'keep' }),
    /** The deal that the entry is about, or the only open one of its company. */
    opportunityId: z
      .string()
      .optional()
      .meta({ label: 'Deal', ref: 'opportunity', onDelete: 'keep', toolName: 'deal' }),
    companyId: z.string().optional().meta({ label: 'Company', ref: 'company', onDelete: 'keep' }),
    /** The sentence that names it. */
    quote: z.string().max(300).meta({ label: 'Words' }),
    /** When that was said. */
    at: z.date().meta({ label: 'When', hasTime: true }),
    /** The words came from outside the team. */
    isOutside: z.boolean().default(false).meta({ label: 'From outside' }),
  }),
  titleOf: ({ quote }) => quote.slice(0, 80),
  unique: [['competitorId', 'activityId']],
  indexes: [['competitorId', '-at'], ['opportunityId', '-at'], ['activityId']],
});

export type CompetitorMentionRecord = RecordOf<typeof CompetitorMention>;
