import { InvalidError } from '@clianta/crm-core/errors';
import { EmailDraft, type EmailDraftRecord } from '@clianta/crm-core/marketing/drafts/email-draft.schema';
import type { ToolContext } from '../../../tool.ts';
import { AskBack } from '../../../tools/ask-back.ts';
import { resolveOne } from '../../../tools/resolve.ts';
import { recipientCalled } from './recipient.ts';
import { shorten } from './shorten.ts';
import { asSentence } from './wording.ts';

/** What is said of a draft that there is. */
export interface SaidChange {
  draft?: string | undefined;
  change?: 'shorter' | 'text' | 'subject' | 'recipient' | 'copy' | undefined;
  add?: string | undefined;
  text?: string | undefined;
  subject?: string | undefined;
  to?: string | undefined;
  cc?: string | undefined;
}

/** Drafts that may be meant. */
const MOST_OFFERED = 4;
const DAY_MS = 86_400_000;

/** What the same words would do to a campaign: its name goes in as `mailing`. */
interface CampaignCall {
  tool: string;
  args: Record<string, unknown>;
}

/**
 * The draft that is meant: the one named, the one spoken of, else the only one of the last day.
 *
 * @param instead - asked about where a campaign was spoken of since
 * @throws InvalidError when there is none, AskBack when there are several
 */
export async function draftMeant(
  context: ToolContext,
  name: string | undefined,
  instead?: CampaignCall,
): Promise<EmailDraftRecord> {
  if (name) return resolveOne(context, EmailDraft, name, 'draft');
  const drafts = await draftsNear(context);
  const campaign = instead && campaignSince(context);
  const [only, ...others] = drafts;
  if (only && others.length === 0 && !campaign) return only;
  if (!only && !campaign)
    throw new InvalidError('There is no draft yet. Say such as “write Jane that Tuesday works”.');
  throw new AskBack({
    text: campaign
      ? `Do you mean the campaign “${campaign.title}”${only ? ', or a mail' : ''}?`
      : 'Which draft do you mean?',
    options: [
      ...(campaign
        ? [
            {
              label: campaign.title,
              detail: 'the campaign',
              value: campaign.id,
              call: { tool: instead.tool, args: { ...instead.args, mailing: campaign.id } },
            },
          ]
        : []),
      ...drafts.map((draft) => ({
        label: EmailDraft.titleOf(draft),
        detail: `to ${draft.to.map(({ address, name: called }) => called ?? address).join(', ') || 'nobody yet'}`,
        value: draft.id,
      })),
    ],
    argument: 'draft',
  });
}

/** A campaign that was spoken of after every draft. */
function campaignSince({ focus }: ToolContext) {
  const at = (entity: string) => focus.findIndex((item) => item.entity === entity);
  const [campaign, draft] = [at('campaign'), at(EmailDraft.name)];
  return campaign >= 0 && (draft < 0 || campaign < draft) ? focus[campaign] : undefined;
}

async function draftsNear({ crm, scope, focus, now }: ToolContext): Promise<EmailDraftRecord[]> {
  const spoken = focus.find(({ entity }) => entity === EmailDraft.name)?.id;
  const known = spoken ? (await crm.records(EmailDraft).getMany(scope, [spoken])).get(spoken) : undefined;
  if (known && !known.isDeleted) return [known];
  const { records } = await crm.records(EmailDraft).find(scope, {
    where: [
      { field: 'authorId', op: 'eq', value: scope.actor.id },
      { field: 'status', op: 'eq', value: 'draft' },
      { field: 'updatedAt', op: 'gte', value: new Date(now.getTime() - DAY_MS) },
    ],
    sort: '-updatedAt',
    limit: MOST_OFFERED,
  });
  return records;
}

/** @returns the changed draft, and what was done in words */
export async function changeDraft(
  context: ToolContext,
  before: EmailDraftRecord,
  said: SaidChange,
): Promise<{ draft: EmailDraftRecord; done: string[] }> {
  const done: string[] = [];
  const patch: Record<string, unknown> = {};
  if (said.change === 'shorter') {
    const text = shorten(before.text);
    if (text === undefined)
      throw new InvalidError(
        `“${EmailDraft.titleOf(before)}” has nothing that could go without losing something. Say what to leave out, or give me the text.`,
      );
    patch.text = text;
    done.push('left out what carries no fact, question or request');
  }
  if (said.text) {
    patch.text = withBody(before.text, said.text);
    done.push('new text');
  }
  if (said.add) {
    patch.text = withParagraph(String(patch.text ?? before.text), asSentence(said.add));
    done.push('a paragraph more');
  }
  if (said.subject) {
    patch.subject = said.subject;
    done.push('new subject');
  }
  if (said.to) {
    const { address, name, contact } = await recipientCalled(context, said.to, 'to');
    if (!address) throw new InvalidError(`${name} has no e-mail address.`);
    patch.to = [{ address, ...(name && { name }) }];
    patch.contactIds = contact ? [contact.id] : [];
    done.push(`to ${name ?? address}`);
  }
  if (said.cc) {
    const { address, name } = await recipientCalled(context, said.cc, 'cc');
    if (!address) throw new InvalidError(`${name} has no e-mail address.`);
    patch.cc = [...before.cc.filter((one) => one.address !== address), { address, ...(name && { name }) }];
    done.push(`${name ?? address} in copy`);
  }
  if (patch.text !== undefined && before.missing.length > 0) patch.missing = [];
  const draft = await context.crm
    .records(EmailDraft)
    .update(context.scope, before.id, patch as never, { version: before.version });
  return { draft, done };
}

const CLOSING = /\n\n(?=(?:best|kind|warm)\s+(?:regards|wishes)\b)/i;

/** Another paragraph stands before the closing. */
function withParagraph(text: string, paragraph: string): string {
  const [body = '', ...closing] = text.split(CLOSING);
  return [body, paragraph, ...closing].join('\n\n');
}

/** A whole mail takes the place of the text; a sentence that of what stands between greeting and closing. */
function withBody(text: string, said: string): string {
  if (/\n\n/.test(said)) return said;
  const [body = '', ...closing] = text.split(CLOSING);
  const [greeting = ''] = body.split('\n\n');
  return [greeting, asSentence(said), ...closing].join('\n\n');
}
