import { EmailDraft } from '@clianta/crm-core/marketing/drafts/email-draft.schema';
import { EmailTemplate } from '@clianta/crm-core/marketing/templates/email-template.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { listed } from '../../tools/format.ts';
import { draftCards, draftFocus, mailInWords, withoutMailbox } from './draft-card.ts';
import { changeDraft, draftMeant } from './writing/change-draft.ts';
import { composed, type Said } from './writing/compose.ts';
import { PURPOSES } from './writing/wording.ts';

const words = (said: string, most = 20_000) =>
  slot({ kind: 'text' }, z.string().trim().min(1).max(most).describe(said)).optional();
const person = (said: string) => slot({ kind: 'person' }, z.string().describe(said)).optional();

const input = z.strictObject({
  kind: z.enum(['new', 'reply', 'forward']).optional(),
  to: person('The contact, company, deal or address that it goes to; of a reply: whose mail is answered'),
  of: person('Whose mail is forwarded'),
  about: words('What it is about: "the delay"', 500),
  text: words('What it says: a sentence, or the whole mail with greeting and closing'),
  subject: words('The subject line', 300),
  purpose: z.enum(PURPOSES).optional(),
  after: z.enum(['meeting', 'call']).optional().describe('It follows up the last meeting or call with them'),
  template: oneOf(EmailTemplate).optional(),
  cc: person('Who gets a copy'),
  all: z.boolean().optional().describe('A reply to all'),
  draft: oneOf(EmailDraft)
    .describe('The draft to change; left out with a change: the one spoken of')
    .optional(),
  change: z
    .enum(['shorter', 'text', 'subject', 'recipient', 'copy'])
    .optional()
    .describe('What of the draft changes; shorter: sentences are left out, none is written'),
  add: words('A paragraph that is added to the draft', 5_000),
});
type Args = z.output<typeof input>;

export const draftMail = defineTool({
  name: 'draft_mail',
  does: 'Writing an e-mail',
  operation: 'other',
  entity: 'emailDraft',
  description:
    'Drafts an e-mail: a new one, a reply in the newest unanswered thread with somebody, a forward, one from a template, or a follow-up with the facts of the last meeting. Or changes the draft spoken of (shorter, text, subject, recipients, add). Sends nothing.',
  input,
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const isChange = args.draft || args.change || args.add;
    return isChange ? changed(args, context) : drafted(args, context);
  },
});

async function drafted(args: Args, context: ToolContext): Promise<ToolResult> {
  const values = await composed(context, args as Said);
  const draft = await context.crm.records(EmailDraft).create(context.scope, values);
  const kind = draft.kind === 'reply' ? 'a reply' : draft.kind === 'forward' ? 'a forward' : 'an e-mail';
  const check = args.after ? '\n\nThe facts are from the timeline: look them over before it goes.' : '';
  return {
    text: `Drafted ${kind}:\n\n${mailInWords(draft)}${check}${await withoutMailbox(context)}`,
    cards: await draftCards(context, draft, 'Drafted'),
    changes: [{ entity: EmailDraft.name, id: draft.id, change: 'created' }],
    focus: await draftFocus(context, draft),
    suggestions: ['Shorter', 'Send it', 'Send it tomorrow at 9'],
    isAnswer: true,
    facts: { created: { entity: EmailDraft.name, id: draft.id, title: EmailDraft.titleOf(draft) } },
  };
}

async function changed(args: Args, context: ToolContext): Promise<ToolResult> {
  const before = await draftMeant(context, args.draft, ofCampaign(args));
  const { draft, done } = await changeDraft(context, before, args);
  const isSame = draft.version === before.version;
  return {
    text: isSame
      ? `The draft is so already:\n\n${mailInWords(draft)}`
      : `Changed the draft (${listed(done)}):\n\n${mailInWords(draft)}${await withoutMailbox(context)}`,
    cards: await draftCards(context, draft, 'Changed'),
    changes: isSame ? [] : [{ entity: EmailDraft.name, id: draft.id, change: 'updated' }],
    focus: await draftFocus(context, draft),
    suggestions: ['Send it', 'Send it tomorrow at 9'],
    isAnswer: true,
  };
}

/** What is changed of a campaign as of a mail. */
const ofCampaign = ({ subject, text, add }: Args) =>
  subject || text || add
    ? {
        tool: 'save_campaign',
        args: { action: 'change', ...(subject ? { subject } : { says: text ?? add }) },
      }
    : undefined;
