import { z } from 'zod';
import { domainName } from '../../crm/company/domain-name.ts';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

const points = (label: string, aliases: string[]) =>
  z.array(z.string().trim().min(1).max(500)).max(50).optional().meta({ label, aliases });

/** Somebody who sells what the workspace sells. */
export const Competitor = defineEntity({
  name: 'competitor',
  plural: 'competitors',
  domain: 'intelligence',
  isCached: true,
  label: { one: 'competitor', many: 'competitors' },
  aliases: ['rival'],
  talk: {
    columns: ['name', 'domain', 'pricing', 'strengths', 'weaknesses'],
    tellsApart: ['domain'],
    sort: 'name',
    isThey: true,
  },
  schema: z.object({
    name: z.string().trim().min(1).max(160).meta({ label: 'Name' }),
    domain: domainName()
      .optional()
      .meta({ label: 'Domain', aliases: ['website', 'site'], format: 'url' }),
    /** What else they are called: an abbreviation, a product. */
    aliases: z
      .array(z.string().trim().min(2).max(120))
      .max(20)
      .optional()
      .meta({ label: 'Also called', aliases: ['alias', 'aliases'] }),
    strengths: points('Strengths', ['strength', 'advantages']),
    weaknesses: points('Weaknesses', ['weakness', 'weak points']),
    pricing: z
      .string()
      .trim()
      .max(2_000)
      .optional()
      .meta({ label: 'Pricing', aliases: ['prices', 'price'], format: 'longtext' }),
  }),
  titleOf: ({ name }) => name,
  search: ['name', 'aliases', 'domain'],
  unique: [['name'], ['domain']],
});

export type CompetitorRecord = RecordOf<typeof Competitor>;
