import { z } from 'zod';

const text = (most: number) => z.string().trim().min(1, 'is missing').max(most);

/** What comes before the first variable has to name the host: no value may choose where a link leads. */
const WHERE = /^(https?:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?=[/?#]|$)|mailto:|tel:)/i;

const address = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    // a backslash is read as a slash by browsers, and what stands before @ as a host by people
    .refine(
      (url) => WHERE.test(url) && !/[\s\\]/.test(url.replaceAll(/\{[{%].*?[}%]\}/g, '')),
      'must begin with https:// and a host; variables may stand in its path or query',
    );

/**
 * A mail is made of blocks, which are data: no HTML is written by people or agents. Texts may name variables:
 * `Hello {{ contact.firstName | default: "there" }}`.
 */
export const mailBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), text: text(300), isSmall: z.boolean().optional() }),
  /** A blank line begins another paragraph. */
  z.object({ kind: z.literal('text'), text: text(20_000) }),
  z.object({ kind: z.literal('list'), items: z.array(text(1_000)).min(1).max(50) }),
  z.object({ kind: z.literal('button'), label: text(120), url: address(2_000) }),
  z.object({
    kind: z.literal('image'),
    url: address(2_000).refine((url) => /^https:/i.test(url), 'must begin with https://'),
    /** Read out, and shown where pictures are not loaded; empty for decoration. */
    alt: z.string().trim().max(300).default(''),
    width: z.number().int().min(1).max(600).optional(),
  }),
  z.object({ kind: z.literal('divider') }),
  /** Small print at the end. With `unsubscribe`, those words lead to the recipient's own page for it. */
  z.object({ kind: z.literal('footer'), text: text(2_000), unsubscribe: text(120).optional() }),
]);
export type MailBlock = z.output<typeof mailBlock>;

export const mailBlocks = z.array(mailBlock).max(60);

/** What a mail says before it is filled in. */
export interface MailContent {
  subject: string;
  /** What lists of mail show after the subject. */
  preheader?: string | undefined;
  blocks: readonly MailBlock[];
}

/** Every text of a mail that may name variables, addresses among them. */
export function textsOf({ subject, preheader, blocks }: MailContent): string[] {
  const said = blocks.flatMap((block) => {
    switch (block.kind) {
      case 'heading':
      case 'text':
        return [block.text];
      case 'list':
        return block.items;
      case 'button':
        return [block.label, block.url];
      case 'image':
        return [block.url, block.alt];
      case 'footer':
        return [block.text, block.unsubscribe ?? ''];
      default:
        return [];
    }
  });
  return [subject, preheader ?? '', ...said];
}
