import { offerRules } from '@clianta/crm-core/crm/proposal/parties-of';
import { LandingPage } from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { addressOfPage } from '@clianta/crm-core/marketing/landing-page/page-address';
import type { MailBlock, MailContent } from '@clianta/crm-core/marketing/templates/mail-block.schema';
import { BusinessProfile } from '@clianta/crm-core/workspace/business-profile/business-profile.schema';
import type { ToolContext } from '../../tool.ts';
import { capitalize } from '../../tools/format.ts';

const GREETING: MailBlock = { kind: 'text', text: 'Hello {{ contact.firstName | default: "there" }},' };
const CLOSING: MailBlock = { kind: 'text', text: 'Best regards\n{{ sender.name }}' };
const GAP = /\[[a-z][^[\]"{}]{2,80}\]/i;

/**
 * The text of a campaign from what is known. What nobody has said stands in square brackets and is asked for: nothing is
 * made up.
 */
export async function draftContent(
  context: ToolContext,
  {
    about,
    subject,
    text,
    page,
  }: {
    about: string;
    subject?: string | undefined;
    text?: string | undefined;
    /** Where its button leads. */
    page?: MailBlock | undefined;
  },
): Promise<MailContent & { blocks: MailBlock[] }> {
  const what = about.replace(/^(?:the|our|a|an)\s+/i, '');
  const button = page ?? (text ? undefined : await knownButton(context));
  return {
    subject: subject ?? capitalize(what),
    blocks: [
      ...(text && /^(?:hello|hi|dear|good)\b/i.test(text) ? [] : [GREETING]),
      { kind: 'text', text: text ?? `[what you want to say about ${what}]` },
      ...(button ? [button] : []),
      ...(text && /\b(?:regards|cheers|sincerely|yours)\b/i.test(text.slice(-200)) ? [] : [CLOSING]),
    ],
  };
}

/** The landing page that was drafted just before. */
export async function pageSpokenOf({ crm, scope, focus }: ToolContext): Promise<MailBlock | undefined> {
  const id = focus.find(({ entity }) => entity === LandingPage.name)?.id;
  const page = id ? (await crm.records(LandingPage).getMany(scope, [id])).get(id) : undefined;
  return page && { kind: 'button', label: 'Read more', url: addressOfPage(crm, page) };
}

/** A page that the workspace itself has named. */
async function knownButton({ crm, scope }: ToolContext): Promise<MailBlock | undefined> {
  const profile = await crm.records(BusinessProfile).findOne({ ...scope, role: 'system' }, {});
  if (profile?.bookingUrl) return { kind: 'button', label: 'Book a time', url: profile.bookingUrl };
  const { website } = await offerRules(crm, scope.workspaceId);
  if (!website) return undefined;
  const url = /^https?:/i.test(website) ? website : `https://${website}`;
  return { kind: 'button', label: 'Read more', url };
}

/** With something said: in the first gap, else as a paragraph of its own before the end. */
export function withSaid(blocks: readonly MailBlock[], said: string): MailBlock[] {
  const text = sentence(said);
  const at = blocks.findIndex((one) => one.kind === 'text' && GAP.test(one.text));
  if (at >= 0)
    return blocks.map((one, place) =>
      place === at && one.kind === 'text' ? { ...one, text: one.text.replace(GAP, () => text) } : one,
    );
  const end = Math.max(0, blocks.length - 1);
  return [...blocks.slice(0, end), { kind: 'text', text }, ...blocks.slice(end)];
}

/** With words for others, everywhere. @returns undefined when they stand nowhere */
export function withReplaced(
  content: MailContent,
  from: string,
  to: string,
): (MailContent & { blocks: MailBlock[] }) | undefined {
  const before = JSON.stringify([content.subject, content.preheader, content.blocks]);
  const replaced = (text: string) => text.split(from).join(to);
  const blocks = content.blocks.map((block) => replacedIn(block, replaced));
  const after = {
    subject: replaced(content.subject),
    ...(content.preheader && { preheader: replaced(content.preheader) }),
    blocks,
  };
  return JSON.stringify([after.subject, after.preheader, after.blocks]) === before ? undefined : after;
}

function replacedIn(block: MailBlock, replaced: (text: string) => string): MailBlock {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'footer':
      return { ...block, text: replaced(block.text) };
    case 'list':
      return { ...block, items: block.items.map(replaced) };
    case 'button':
      return { ...block, label: replaced(block.label) };
    default:
      return block;
  }
}

const sentence = (said: string) => {
  const text = capitalize(said.trim());
  return /[.!?:]$/.test(text) ? text : `${text}.`;
};
