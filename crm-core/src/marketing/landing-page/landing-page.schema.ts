import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';
import { blockSchema } from './page-block.schema.ts';
import { themeSchema } from './page-theme.ts';

const PAGE_STATES = ['draft', 'published', 'withdrawn'] as const;
/** The page as it is, among its variants. */
export const ORIGINAL = 'a';

/** Some visitors see these parts of blocks instead, to find out what works better. */
const variantSchema = z.object({
  id: z.string().regex(/^[a-z]$/),
  name: z.string().trim().min(1).max(80),
  weight: z.number().int().min(1).max(100).default(50),
  /** By the ids of blocks. */
  changes: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});
export type PageVariant = z.output<typeof variantSchema>;

/** A page for visitors: blocks that are put together when it is published. What is stored here is its draft. */
export const LandingPage = defineEntity({
  name: 'landingPage',
  plural: 'landing-pages',
  domain: 'marketing',
  label: { one: 'landing page', many: 'landing pages' },
  aliases: ['page', 'pages', 'web page', 'web pages', 'landingpage', 'microsite'],
  talk: {
    key: 'page',
    owner: 'ownerId',
    columns: ['title', 'status', 'slug', 'goalFormId', 'publishedAt'],
    tellsApart: ['status', 'slug'],
    subtitle: ['status'],
    sort: 'title',
  },
  schema: z.object({
    title: z.string().trim().min(1, 'is missing').max(160).meta({ label: 'Title' }),
    /** The end of its address. */
    slug: z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/, 'is no address: small letters, digits and hyphens')
      .meta({ label: 'Address' }),
    /** What search engines show. */
    summary: z.string().trim().max(300).optional().meta({ label: 'Summary' }),
    blocks: z.array(blockSchema).max(40).default([]).meta({ label: 'Blocks', isAside: true }),
    variants: z.array(variantSchema).max(6).default([]).meta({ label: 'Variants' }),
    theme: themeSchema.default({ accent: '#0a6b5c', letters: 'plain' }).meta({ label: 'Look' }),
    status: z.enum(PAGE_STATES).default('draft').meta({ label: 'Status', readOnly: true }),
    /** Which of its versions visitors see. */
    publishedVersion: z.number().int().optional().meta({ label: 'Published version', readOnly: true }),
    publishedAt: z.date().optional().meta({ label: 'Published', hasTime: true, readOnly: true }),
    /** What it is for: whoever sends this form has done it. */
    goalFormId: z.string().optional().meta({ label: 'Form', ref: 'form', onDelete: 'clear' }),
    ownerId: z.string().optional().meta({ label: 'Owner', ref: 'user', onDelete: 'keep' }),
  }),
  titleOf: ({ title }) => title,
  search: ['title', 'slug'],
  unique: [['slug']],
  indexes: [['status'], ['goalFormId']],
  derivedEvents: [
    {
      type: 'page.published',
      field: 'publishedVersion',
      when: (after, before) =>
        after.status === 'published' &&
        (before?.status !== 'published' || before.publishedVersion !== after.publishedVersion),
    },
  ],
  prepare(next) {
    const ids = next.blocks.map(({ id }) => id);
    if (new Set(ids).size < ids.length)
      throw new InvalidError('Two blocks have the same id.', { blocks: 'have an id twice' });
    const forms = next.blocks.flatMap((block) => (block.type === 'form' ? (block.formId ?? []) : []));
    return { variants: withOriginal(next.variants), ...(forms[0] && { goalFormId: forms[0] }) };
  },
});

export type LandingPageRecord = RecordOf<typeof LandingPage>;

function withOriginal(variants: readonly PageVariant[]): PageVariant[] {
  const others = variants.filter(({ id }) => id !== ORIGINAL);
  if (others.length === 0) return [];
  const original = variants.find(({ id }) => id === ORIGINAL);
  return [{ id: ORIGINAL, name: 'Original', weight: original?.weight ?? 50, changes: {} }, ...others];
}
