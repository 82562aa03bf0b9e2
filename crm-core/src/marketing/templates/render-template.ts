import type { MailBlock, MailContent } from './mail-block.schema.ts';
import { htmlOf } from './mail-html.ts';
import { type MailValues, mailText } from './mail-text.ts';
import { plainTextOf } from './plain-text.ts';

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
  /** Variables that came out empty without a `default`: such a mail is not sent. */
  missing: string[];
}

/** A block whose texts are filled in. */
export type FilledBlock = MailBlock & { unsubscribeUrl?: string };

/**
 * Fills in a mail. Values join texts that are plain until the HTML is made of them: none is read as HTML or as a template.
 *
 * @throws InvalidError for a text that cannot be read or takes too long
 */
export function renderTemplate(content: MailContent, values: MailValues): RenderedMail {
  const missing = new Set<string>();
  const say = (text: string, encode?: (value: string) => string) => {
    const filled = mailText(text).fill(values, encode);
    for (const name of filled.missing) missing.add(name);
    return filled.text;
  };
  const address = (url: string) => say(url, encodeURIComponent);
  const blocks = content.blocks.map((block): FilledBlock => {
    switch (block.kind) {
      case 'heading':
      case 'text':
        return { ...block, text: say(block.text) };
      case 'list':
        return { ...block, items: block.items.map((item) => say(item)) };
      case 'button':
        return { ...block, label: say(block.label), url: address(block.url) };
      case 'image':
        return { ...block, url: address(block.url), alt: say(block.alt) };
      case 'footer': {
        const text = say(block.text);
        if (!block.unsubscribe) return { ...block, text };
        const unsubscribeUrl = values.links?.unsubscribe;
        if (typeof unsubscribeUrl !== 'string') missing.add('links.unsubscribe');
        return {
          ...block,
          text,
          unsubscribe: say(block.unsubscribe),
          ...(typeof unsubscribeUrl === 'string' && { unsubscribeUrl }),
        };
      }
      default:
        return block;
    }
  });
  // a value with a line break must not begin another header
  const subject = say(content.subject).replace(/\s+/g, ' ').trim().slice(0, 998);
  const preheader = content.preheader && say(content.preheader);
  return {
    subject,
    html: htmlOf({ subject, preheader, blocks }),
    text: plainTextOf(blocks),
    missing: [...missing],
  };
}
