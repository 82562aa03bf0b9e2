import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9]{1,12}$/);
const line = (most = 200) => z.string().trim().max(most);
/** Paragraphs: a blank line begins another. */
const prose = (most = 4_000) => z.string().trim().max(most);

/** Where a button leads: a site, a mail address, a phone, or a part of the page such as its form. */
const target = z
  .string()
  .trim()
  .max(500)
  .refine(
    (text) =>
      /^#[\w-]{1,40}$/.test(text) || /^(?:mailto:[^\s<>"]+|tel:[+\d-]+)$/.test(text) || isWebAddress(text),
    'is no address: https://…, mailto:… or #form',
  );

function isWebAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '';
}

const button = z.object({ label: line(60).min(1), to: target });
/** An uploaded picture. */
const image = z.string().max(60);

/** What pages are made of: data, never HTML. */
export const blockSchema = z.discriminatedUnion('type', [
  z.object({
    id,
    type: z.literal('hero'),
    heading: line(160).min(1, 'is missing'),
    text: prose(600).optional(),
    button: button.optional(),
    imageId: image.optional(),
    alt: line().optional(),
  }),
  z.object({
    id,
    type: z.literal('text'),
    heading: line().optional(),
    text: prose(8_000).min(1, 'is missing'),
  }),
  z.object({
    id,
    type: z.literal('features'),
    heading: line().optional(),
    items: z
      .array(z.object({ title: line(120).min(1), text: prose(600).optional() }))
      .min(1, 'are missing')
      .max(12),
  }),
  z.object({
    id,
    type: z.literal('quote'),
    text: prose(1_000).min(1, 'is missing'),
    by: line(120).optional(),
    role: line(160).optional(),
  }),
  z.object({
    id,
    type: z.literal('logos'),
    heading: line().optional(),
    items: z
      .array(z.object({ name: line(120).min(1), imageId: image.optional() }))
      .min(1, 'are missing')
      .max(24),
  }),
  z.object({
    id,
    type: z.literal('faq'),
    heading: line().optional(),
    items: z
      .array(z.object({ question: line(300).min(1), answer: prose(2_000).min(1) }))
      .min(1, 'are missing')
      .max(30),
  }),
  z.object({
    id,
    type: z.literal('form'),
    heading: line().optional(),
    text: prose(600).optional(),
    formId: z.string().max(60).optional(),
  }),
  z.object({
    id,
    type: z.literal('image'),
    imageId: image,
    alt: line(300).min(1, 'says what the picture shows'),
    caption: line(300).optional(),
  }),
  z.object({ id, type: z.literal('video'), title: line().min(1, 'is missing'), url: target }),
  z.object({
    id,
    type: z.literal('cta'),
    heading: line(160).min(1, 'is missing'),
    text: prose(600).optional(),
    button,
  }),
]);

export type PageBlock = z.output<typeof blockSchema>;
export type BlockType = PageBlock['type'];

/** The pictures that blocks show. */
export const imagesOf = (blocks: readonly PageBlock[]): string[] => [
  ...new Set(
    blocks.flatMap((block) => {
      if (block.type === 'logos') return block.items.flatMap(({ imageId }) => imageId ?? []);
      return 'imageId' in block && block.imageId ? [block.imageId] : [];
    }),
  ),
];
