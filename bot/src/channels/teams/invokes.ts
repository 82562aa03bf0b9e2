import type { RecordCard } from '@clianta/agents/reply.schema';
import { CliantaError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import { z } from 'zod';
import type { ChannelHandlers, Sender } from '../../channel.ts';
import type { SeenEvents } from '../../channel-kit/seen-events.ts';
import type { FoundRecord } from '../../search/found-records.ts';
import { messageId } from './activity-id.ts';
import { addressOf, type Target, targetOfActivity } from './address.ts';
import type { TeamsPeople } from './people.ts';
import type { Presses } from './presses.ts';
import { renderCard } from './render/render-card.ts';
import {
  cardActionSchema,
  feedbackSchema,
  foundSchema,
  pressSchema,
  searchSchema,
  type TeamsActivity,
} from './teams.schema.ts';

/** What Teams waits for: a status and a body. */
export interface InvokeAnswer {
  status: number;
  body?: unknown;
}

export interface InvokesOptions {
  people: TeamsPeople;
  presses: Presses;
  seen: SeenEvents;
  handlers(): ChannelHandlers;
}

const commentSchema = z.object({ feedbackText: z.string().optional() });
const MOST_FOUND = 25;
const WORKING = 'I am on it.';

/** What Teams asks for and waits for the answer of: presses on cards, thumbs, searches of the message extension. */
export class TeamsInvokes {
  readonly #options: InvokesOptions;

  constructor(options: InvokesOptions) {
    this.#options = options;
  }

  async answer(activity: TeamsActivity, tenantId: string): Promise<InvokeAnswer> {
    const target = targetOfActivity(activity, tenantId);
    const sender = await this.#options.people.sender(activity.from, target);
    switch (activity.name) {
      case 'adaptiveCard/action':
        return this.#press(activity, sender, target);
      case 'message/submitAction':
        return this.#feedback(activity, sender);
      case 'composeExtension/query':
        return this.#search(activity, sender);
      case 'composeExtension/selectItem':
        return this.#selected(activity, sender);
      default:
        return { status: 501 };
    }
  }

  async #press(activity: TeamsActivity, sender: Sender, target: Target): Promise<InvokeAnswer> {
    const action = cardActionSchema.safeParse(activity.value);
    if (!action.success || !action.data.action.data) return { status: 400 };
    const { data } = action.data.action;
    const press = pressSchema.safeParse(data);
    if (press.success && press.data.kind === 'refresh') return this.#refresh(press.data.approvalId, sender);
    let answer = said(WORKING);
    await this.#options.seen.once([`press:${tenantKey(target)}:${messageId(activity)}`], async () => {
      const from = { externalId: messageId(activity), sender, thread: addressOf(target) };
      const receipt = await this.#options.presses.take(data, from);
      if (!receipt) answer = said('I do not know this button any more.');
      else if (!receipt.isTaken) answer = said(receipt.problem.message);
    });
    return answer;
  }

  /** The proposal as it is now, for whoever may see it; for others the card stays as it was posted. */
  async #refresh(approvalId: string, sender: Sender): Promise<InvokeAnswer> {
    const card = await this.#options
      .handlers()
      .lookup.approval(sender, approvalId)
      .catch(() => undefined);
    if (!card) return failed(404, 'This proposal is not yours to see.');
    return invoked('application/vnd.microsoft.card.adaptive', renderCard(card));
  }

  async #feedback({ value, replyToId }: TeamsActivity, sender: Sender): Promise<InvokeAnswer> {
    const given = feedbackSchema.safeParse(value);
    if (!given.success || !replyToId) return { status: 200, body: {} };
    const { reaction, feedback } = given.data.actionValue;
    const on = this.#options.handlers();
    const turnId = await on.lookup.turnOf(sender, replyToId).catch(() => undefined);
    const comment = commentIn(feedback);
    if (turnId)
      await on.feedback({
        channel: 'teams',
        sender,
        feedback: { turnId, verdict: reaction === 'like' ? 'good' : 'bad', ...(comment && { comment }) },
      });
    return { status: 200, body: {} };
  }

  async #search({ value }: TeamsActivity, sender: Sender): Promise<InvokeAnswer> {
    const query = searchSchema.safeParse(value);
    if (!query.success) return { status: 400 };
    const { parameters, queryOptions } = query.data;
    const asked = parameters?.find(({ name }) => name === 'query')?.value;
    const text = typeof asked === 'string' ? asked : '';
    try {
      const limit = Math.min(queryOptions?.count ?? MOST_FOUND, MOST_FOUND);
      const found = await this.#options.handlers().lookup.search(sender, { text, limit });
      return found.length > 0 ? results(found) : told('Nothing is called that.');
    } catch (error) {
      return told(wordsOf(error));
    }
  }

  async #selected({ value }: TeamsActivity, sender: Sender): Promise<InvokeAnswer> {
    const chosen = foundSchema.safeParse(value);
    if (!chosen.success) return { status: 400 };
    try {
      const card = await this.#options.handlers().lookup.record(sender, chosen.data);
      return card ? results([], card) : told('It is not there any more.');
    } catch (error) {
      return told(wordsOf(error));
    }
  }
}

const tenantKey = ({ tenantId, conversationId }: Target) => `${tenantId}:${conversationId}`;

/** What was found, as a list to choose from; or the record that was chosen, as it is inserted. */
function results(found: readonly FoundRecord[], chosen?: RecordCard): InvokeAnswer {
  const preview = ({ title, kind, subtitle, entity, id }: FoundRecord) => ({
    contentType: 'application/vnd.microsoft.card.thumbnail',
    content: {
      title,
      text: [kind, subtitle].filter(Boolean).join(' · '),
      tap: { type: 'invoke', value: { entity, id } },
    },
  });
  const attachments = chosen
    ? [{ contentType: 'application/vnd.microsoft.card.adaptive', content: renderCard(insertable(chosen)) }]
    : found.map((one) => ({ ...preview(one), preview: preview(one) }));
  return {
    status: 200,
    body: { composeExtension: { type: 'result', attachmentLayout: 'list', attachments } },
  };
}

/** Whoever reads it presses nothing in somebody else's name. */
function insertable({ undoGroupId: _undo, badge: _badge, ...card }: RecordCard): RecordCard {
  return card;
}

const told = (text: string): InvokeAnswer => ({
  status: 200,
  body: { composeExtension: { type: 'message', text } },
});

const invoked = (type: string, value: unknown): InvokeAnswer => ({
  status: 200,
  body: { statusCode: 200, type, value },
});

const said = (text: string) => invoked('application/vnd.microsoft.activity.message', text);

const failed = (statusCode: number, message: string): InvokeAnswer => ({
  status: 200,
  body: { statusCode, type: 'application/vnd.microsoft.error', value: { code: String(statusCode), message } },
});

function wordsOf(error: unknown): string {
  if (error instanceof CliantaError) return error.message;
  logger.error({ err: error }, 'teams search failed');
  return 'That did not work. Please try again in a minute.';
}

function commentIn(feedback: string | null | undefined): string | undefined {
  try {
    const { feedbackText } = commentSchema.parse(JSON.parse(feedback || '{}'));
    return feedbackText?.trim().slice(0, 2_000) || undefined;
  } catch {
    return undefined;
  }
}
