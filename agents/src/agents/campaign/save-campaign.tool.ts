import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import {
  BEGUN,
  Campaign,
  type CampaignRecord,
  statusInWords,
} from '@clianta/crm-core/marketing/campaign/campaign.schema';
import { countRows } from '@clianta/crm-core/marketing/campaign/campaign-rows';
import { correctionOf } from '@clianta/crm-core/marketing/campaign/correct-campaign';
import { pauseCampaign } from '@clianta/crm-core/marketing/campaign/halt-campaign';
import { previewCampaign } from '@clianta/crm-core/marketing/campaign/preview-campaign';
import type { MailContent } from '@clianta/crm-core/marketing/templates/mail-block.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { capitalize, counted } from '../../tools/format.ts';
import { audienceInWords } from './audience-in-words.ts';
import { campaignCard, exclusionsInWords, PEOPLE, samplesCard } from './campaign-cards.ts';
import { draftContent, pageSpokenOf, withReplaced, withSaid } from './draft-content.ts';
import { theCampaign } from './the-campaign.ts';

/** What is usually wrong with a mail that is out. */
const MISTAKES = [
  ...['price', 'date', 'time', 'link', 'text', 'subject', 'name', 'address', 'discount', 'code', 'place'],
  ...['attachment', 'picture', 'number', 'amount', 'something'],
] as const;

const text = (most: number) => z.string().trim().min(1).max(most);

const input = z.strictObject({
  action: z
    .enum(['new', 'change', 'correction'])
    .default('change')
    .describe('correction: a new one for those who got the one spoken of'),
  mailing: oneOf(Campaign).optional().describe('Which to change; left out: the one spoken of last'),
  about: slot({ kind: 'text' }, text(200))
    .optional()
    .describe('Of a new one: the occasion, "launch", "price change"'),
  audience: slot({ kind: 'records' }, text(300))
    .optional()
    .describe('Whom it goes to, in words: "A-grade leads in Germany", "everybody"'),
  name: slot({ kind: 'text' }, text(120)).optional(),
  subject: slot({ kind: 'text' }, text(300)).optional(),
  text: slot({ kind: 'pasted' }, text(20_000)).optional().describe('The whole text of the mail'),
  says: slot({ kind: 'text' }, text(4_000))
    .optional()
    .describe('Something that it is to say besides, or in a gap'),
  from: slot({ kind: 'text' }, text(500)).optional().describe('Words in it that are to be others'),
  to: slot({ kind: 'text' }, text(500)).optional().describe('What they are to be'),
  variant: slot({ kind: 'text' }, text(300))
    .optional()
    .describe('Another subject that is tried beside its own'),
  withPage: z
    .boolean()
    .optional()
    .describe('Of a new one: with a landing page of its own, which its mail leads to'),
  perHour: slot({ kind: 'number' }, z.number().int().min(1)).optional().describe('At most so many an hour'),
  wrong: z.enum(MISTAKES).optional().describe('What is wrong with it: what goes out is paused'),
});
type Args = z.output<typeof input>;

export const saveCampaign = defineTool({
  name: 'save_campaign',
  does: 'Writing a campaign',
  operation: 'other',
  entity: Campaign.name,
  description:
    'Drafts an e-mail campaign for many people from its occasion and its audience in words, or changes one: whom it goes to, subject, text, words in it, another subject to try. Sends nothing. Said to be wrong while it goes out, it is paused.',
  input,
  effect: 'write',
  // without its occasion and its people it is asked for these first
  plan: ({ action, withPage, about, audience }) =>
    action === 'new' && withPage === true && about && audience ? 'campaign_creation' : undefined,
  async run(args, context): Promise<ToolResult> {
    if (args.action === 'correction') return corrected(context, args);
    if (args.action === 'new' || (args.about && !args.mailing)) return made(context, args);
    const campaign = await theCampaign(context, args.mailing, ['running', 'paused', 'draft']);
    if (args.wrong) return wrong(context, campaign, args.wrong);
    return changed(context, campaign, args);
  },
});

async function made(context: ToolContext, args: Args): Promise<ToolResult> {
  const { crm, scope } = context;
  if (!args.audience)
    throw new AskBack({
      text: 'Whom is it for? Say it as “customers in Germany”, “leads of grade A” or “everybody”.',
      options: [],
      argument: 'audience',
      takesText: true,
    });
  const { filter, notes } = await audienceInWords(context, args.audience);
  const about = args.about ?? args.name ?? 'our news';
  const name = await freeName(context, args.name ?? capitalize(about.replace(/^(?:the|our|a|an)\s+/i, '')));
  const content = await draftContent(context, {
    about,
    subject: args.subject,
    text: args.text ?? args.says,
    page: args.withPage ? await pageSpokenOf(context) : undefined,
  });
  const campaign = await crm.records(Campaign).create(scope, {
    name,
    audience: filter as Filter,
    ...content,
    blocks: [...content.blocks],
    variants: args.variant ? [{ subject: args.variant }] : [],
    ownerId: scope.actor.id,
    ...(args.perHour && { perHour: args.perHour }),
  });
  return shown(context, campaign, 'created', ['I drafted', ...notes]);
}

async function changed(context: ToolContext, campaign: CampaignRecord, args: Args): Promise<ToolResult> {
  const { crm, scope } = context;
  const said = args.audience ? await audienceInWords(context, args.audience) : undefined;
  const content = contentAfter(campaign, args);
  const patch = {
    ...(args.name && { name: args.name }),
    ...(said && { audience: said.filter as Filter }),
    ...content,
    ...(args.variant && { variants: [...campaign.variants, { subject: args.variant }] }),
    ...(args.perHour && { perHour: args.perHour }),
  };
  if (Object.keys(patch).length === 0)
    throw new AskBack({
      text: `What shall be different about “${campaign.name}”? Say “change the subject to …”, “it is about …”, or whom it goes to.`,
      options: [],
      argument: 'says',
      takesText: true,
    });
  const after = await crm
    .records(Campaign)
    .update(scope, campaign.id, patch as never, { version: campaign.version });
  const wasApproved = campaign.approved && !after.approved;
  return shown(context, after, 'updated', [
    'I changed',
    ...(said?.notes ?? []),
    ...(wasApproved ? ['What was approved was the version before: it needs another approval.'] : []),
  ]);
}

/** @throws InvalidError when words are to be replaced that stand nowhere */
function contentAfter(campaign: CampaignRecord, args: Args): Partial<MailContent> {
  const { subject, says, from, to } = args;
  let content: MailContent = campaign;
  if (from && to) {
    const replaced = withReplaced(content, from, to);
    if (!replaced) throw new InvalidError(`“${from}” stands nowhere in “${campaign.name}”.`);
    content = replaced;
  }
  if (args.text) content = { ...content, blocks: [{ kind: 'text', text: args.text }] };
  if (says) content = { ...content, blocks: withSaid(content.blocks, says) };
  if (content === campaign) return subject ? { subject } : {};
  return { subject: subject ?? content.subject, blocks: content.blocks };
}

async function shown(
  context: ToolContext,
  campaign: CampaignRecord,
  change: 'created' | 'updated',
  [did, ...notes]: readonly string[],
): Promise<ToolResult> {
  const preview = await previewCampaign(context.crm, context.scope, campaign);
  const { people, matching, gaps } = preview;
  const out = matching > people.length ? `, ${matching - people.length} of ${matching} are left out` : '';
  const asked = gaps.length > 0 ? ` Tell me ${gaps.join('; ')}: “the campaign should say that …”.` : '';
  return {
    text: [
      `${did} **${campaign.name}** for ${counted(people.length, PEOPLE)}${out}. Nothing was sent.${asked}`,
      ...notes,
    ].join(' '),
    cards: [
      { ...(await campaignCard(context, campaign, preview)), ...undoable(context) } as never,
      samplesCard(preview),
    ],
    changes: [{ entity: Campaign.name, id: campaign.id, change }],
    focus: [focusOf(Campaign, campaign)],
    suggestions: [
      ...(matching > people.length ? ['Who is left out, and why?'] : []),
      'Test it on me',
      ...(gaps.length === 0 ? ['Send the campaign now'] : []),
    ],
    isAnswer: true,
    facts: { count: people.length, leftOut: exclusionsInWords(preview) },
  };
}

/** It is going out with a mistake: it stops first, whatever the mistake is. */
async function wrong(context: ToolContext, campaign: CampaignRecord, what: string): Promise<ToolResult> {
  const { crm, scope } = context;
  const isOut = BEGUN.has(campaign.status);
  const isStopped = isOut && campaign.status !== 'paused';
  const after = isStopped
    ? await pauseCampaign(crm, scope, campaign, `${scope.actor.name}: ${what} is wrong`)
    : campaign;
  const { sent, unknown, audience } = await countRows(crm, scope.workspaceId, after.id);
  const got = sent + unknown;
  const stands = isOut
    ? `${isStopped ? 'I paused' : 'Paused is'} **${after.name}**: ${counted(got, PEOPLE)} got it, ${Math.max(0, audience - got)} did not.`
    : `**${after.name}** is ${statusInWords(after.status)}${got > 0 ? `: ${counted(got, PEOPLE)} got it` : ', nobody got it'}.`;
  const next = isOut
    ? ' What is right? Say “change … to …”; the new version needs an approval before it goes on.'
    : ' What is right? Say “change … to …”.';
  return {
    text: `${stands}${next}${got > 0 ? ' Those who got it can be sent a correction.' : ''}`,
    ...(isStopped && { changes: [{ entity: Campaign.name, id: after.id, change: 'updated' as const }] }),
    focus: [focusOf(Campaign, after)],
    suggestions: got > 0 ? ['Send a correction to those who got it'] : [],
    isAnswer: true,
  };
}

async function corrected(context: ToolContext, args: Args): Promise<ToolResult> {
  const { crm, scope } = context;
  const of = await theCampaign(context, args.mailing, ['paused', 'finished', 'running']);
  const name = await freeName(context, args.name ?? `Correction of ${of.name}`);
  const campaign = await crm.records(Campaign).create(scope, { ...correctionOf(of, scope.actor.id), name });
  const says = args.says ?? args.text;
  const filled = says
    ? await crm.records(Campaign).update(scope, campaign.id, { blocks: withSaid(campaign.blocks, says) })
    : campaign;
  return shown(context, filled, 'created', ['I drafted']);
}

/** The name, with a number behind it where it is taken. */
async function freeName({ crm, scope }: ToolContext, name: string): Promise<string> {
  for (let at = 1; ; at++) {
    const free = at === 1 ? name : `${name} ${at}`;
    if (!(await crm.records(Campaign).findOne(scope, { name: free }))) return free;
  }
}
