import { z } from 'zod';
import { type MailBlock, type MailContent, mailBlocks } from '../templates/mail-block.schema.ts';

/** A campaign's own content, and three others. */
export const MOST_VARIANTS = 4;

const subject = () => z.string().trim().max(300);
const preheader = () => z.string().trim().max(300).optional();

/** What every variant says, where it says nothing else. */
export const mailContent = z.object({
  subject: subject()
    .default('')
    .meta({ label: 'Subject', aliases: ['subject line'] }),
  preheader: preheader().meta({ label: 'Preview text', isAside: true }),
  blocks: mailBlocks.default([]).meta({ label: 'Blocks', isAside: true }),
});

/** What a variant says otherwise. */
export const mailVariant = z.object({
  subject: subject().min(1).optional(),
  preheader: preheader(),
  blocks: mailBlocks.optional(),
});

interface Written extends MailContent {
  purpose: 'marketing' | 'service';
  variants: ReadonlyArray<z.output<typeof mailVariant>>;
}

/** Marketing says who it is from and where it is stopped, whoever wrote it. */
const LEGAL_FOOTER: MailBlock = {
  kind: 'footer',
  text: '{{ workspace.name }}, {{ workspace.address }}',
  unsubscribe: 'Unsubscribe',
};

/** What a variant of a campaign says, with all that it has to. @param variant - 0 is its own content */
export function contentOf(campaign: Written, variant: number): MailContent {
  const own = variant > 0 ? campaign.variants[variant - 1] : undefined;
  const blocks = own?.blocks ?? campaign.blocks;
  const isMarketing = campaign.purpose === 'marketing';
  return {
    subject: own?.subject ?? campaign.subject,
    preheader: own?.preheader ?? campaign.preheader,
    blocks: isMarketing && !isLegal(blocks) ? [...blocks, LEGAL_FOOTER] : blocks,
  };
}

const isLegal = (blocks: readonly MailBlock[]) =>
  blocks.some((one) => one.kind === 'footer' && one.unsubscribe && one.text.includes('workspace.address'));

/** Texts of which somebody still has to say what stands there: "[what it costs]". */
export function gapsIn({ subject: line, preheader: preview, blocks }: MailContent): string[] {
  const said = JSON.stringify([line, preview, blocks]).replaceAll(/\{\{.*?\}\}/g, '');
  return [...new Set([...said.matchAll(/\[([a-z][^[\]"{}]{2,80})\]/gi)].map(([, gap]) => gap ?? ''))];
}
