import { z } from 'zod';
import { defineEntity } from '../../entity/define-entity.ts';

export const VISIT_KEPT_DAYS = 395;

/** That somebody looked at a page: once for each, by a hash that nobody can take back to a person. */
export const PageVisit = defineEntity({
  name: 'pageVisit',
  plural: 'page-visits',
  domain: 'marketing',
  label: { one: 'page visit', many: 'page visits' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    pageId: z.string().meta({ label: 'Page', ref: 'landingPage', onDelete: 'cascade' }),
    visitor: z.string().max(64).meta({ hidden: true }),
    variant: z.string().max(4).meta({ label: 'Variant' }),
    at: z.date().meta({ label: 'When', hasTime: true }),
    views: z.number().int().min(1).default(1).meta({ label: 'Views' }),
  }),
  titleOf: ({ variant }) => `Visit of ${variant}`,
  unique: [['pageId', 'visitor']],
  indexes: [
    ['pageId', 'variant'],
    ['pageId', '-at'],
  ],
  access: { create: 'system', update: 'system', delete: 'system' },
});
