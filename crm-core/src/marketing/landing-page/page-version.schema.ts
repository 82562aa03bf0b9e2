import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { LandingPage } from './landing-page.schema.ts';

/** So many versions of a page can be put back. */
export const MOST_VERSIONS = 20;

const { title, summary, blocks, variants, theme } = LandingPage.schema.shape;

/** A page as it was published, with the HTML that visitors get. */
export const PageVersion = defineEntity({
  name: 'pageVersion',
  plural: 'page-versions',
  domain: 'marketing',
  label: { one: 'version of a page', many: 'versions of pages' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    pageId: z.string().meta({ label: 'Page', ref: 'landingPage', onDelete: 'cascade' }),
    number: z.number().int().min(1).meta({ label: 'Number' }),
    ...{ title, summary, blocks, variants, theme },
    byId: z.string().meta({ label: 'By', ref: 'user', onDelete: 'keep' }),
    at: z.date().meta({ label: 'When', hasTime: true }),
    /** By variant. */
    html: z.record(z.string(), z.string()).meta({ hidden: true }),
  }),
  titleOf: ({ title, number }) => `${title}, version ${number}`,
  unique: [['pageId', 'number']],
  indexes: [['pageId', '-number']],
  access: { create: 'system', update: 'system', delete: 'system' },
});

export type PageVersionRecord = RecordOf<typeof PageVersion>;
