import { logger } from '@clianta/crm-core/logger';
import type { WebClient } from '@slack/web-api';
import type { ChannelHandlers, Sender } from '../../../channel.ts';
import type { SeenEvents } from '../../../channel-kit/seen-events.ts';
import { addressOf, type Target } from '../address.ts';
import type { Place } from '../outbound/poster.ts';
import { SAY_ACTION } from '../render/actions.ts';
import { APPROVE_ACTION, APPROVE_TYPED_ACTION, REJECT_ACTION } from '../render/render-approval.ts';
import { UNDO_ACTION } from '../render/render-blocks.ts';
import { CHOOSE_ACTION, choiceIn } from '../render/render-choice.ts';
import { readCount, readMetadata, typedApprovalDialog } from './approval-dialog.ts';
import { type ActionBody, actionBodySchema, typedApprovalSchema } from './slack.schema.ts';

export interface ButtonsOptions {
  client: WebClient;
  seen: SeenEvents;
  handlers(): ChannelHandlers;
  sender(userId: string, teamId: string, userTeam?: string): Promise<Sender | undefined>;
  /** Where a proposal or a question stands, so that it can be redrawn once it is decided. */
  remember(cardId: string, place: Place): void;
}

/** What people click: approve, reject, the options of a question, undo, suggestions, and the dialog for typed approvals. */
export class SlackButtons {
  readonly #options: ButtonsOptions;

  constructor(options: ButtonsOptions) {
    this.#options = options;
  }

  async click(body: unknown): Promise<void> {
    const parsed = actionBodySchema.safeParse(body);
    if (!parsed.success) return logger.warn({ err: parsed.error }, 'slack action is not understood');
    const { user, container, channel, actions } = parsed.data;
    const [action] = actions;
    const teamId = parsed.data.team?.id ?? parsed.data.enterprise?.id ?? '';
    const channelId = channel?.id;
    if (!action?.value || !channelId) return;
    const { value, action_id: actionId, action_ts: actionTs } = action;
    const target = targetOfClick(parsed.data, teamId, channelId);
    if (actionId === APPROVE_TYPED_ACTION) {
      const ts = container.is_ephemeral ? undefined : container.message_ts;
      const metadata = { approvalId: value, ...target, ...(ts && { ts }) };
      await this.#options.client.views.open({
        trigger_id: parsed.data.trigger_id,
        view: typedApprovalDialog(metadata),
      });
      return;
    }
    const externalId = `click:${channelId}:${container.message_ts ?? ''}:${actionId}:${actionTs}`;
    await this.#options.seen.once([externalId], async () => {
      const sender = await this.#options.sender(user.id, teamId, user.team_id);
      if (!sender) return;
      const from = { channel: 'slack' as const, externalId, sender, thread: addressOf(target) };
      const on = this.#options.handlers();
      if (actionId === APPROVE_ACTION || actionId === REJECT_ACTION) {
        const place = placeOf(target, container.is_ephemeral ? undefined : container.message_ts);
        if (place) this.#options.remember(value, place);
        const decision = actionId === APPROVE_ACTION ? 'approve' : 'reject';
        await on.decision({ ...from, decision: { approvalId: value, decision } });
      } else if (actionId.startsWith(CHOOSE_ACTION)) {
        const choice = choiceIn(value);
        const place = placeOf(target, container.is_ephemeral ? undefined : container.message_ts);
        if (choice && place) this.#options.remember(choice.choiceId, place);
        if (choice) await on.choice({ ...from, choice });
      } else if (actionId === UNDO_ACTION) await on.undo({ ...from, groupId: value });
      else if (actionId.startsWith(SAY_ACTION)) await on.message({ ...from, text: value });
    });
  }

  /** The number that was typed into the dialog, or what is wrong with it. */
  checkDialog(body: unknown): { error: string } | undefined {
    const { view } = typedApprovalSchema.parse(body);
    const isNumber = readCount(view.state.values.count.count.value) !== undefined;
    return isNumber ? undefined : { error: 'Please type a number, for example 120.' };
  }

  async submitDialog(body: unknown): Promise<void> {
    const { view, user, team } = typedApprovalSchema.parse(body);
    const metadata = readMetadata(view.private_metadata);
    const typedCount = readCount(view.state.values.count.count.value);
    if (!metadata || typedCount === undefined) return;
    const { approvalId, ts, ...target } = metadata;
    const externalId = `dialog:${view.id}`;
    await this.#options.seen.once([externalId], async () => {
      const sender = await this.#options.sender(user.id, team?.id ?? target.teamId, user.team_id);
      if (!sender) return;
      const place = placeOf(target, ts);
      if (place) this.#options.remember(approvalId, place);
      await this.#options.handlers().decision({
        channel: 'slack',
        externalId,
        sender,
        thread: addressOf(target),
        decision: { approvalId, decision: 'approve', typedCount },
      });
    });
  }
}

/** The thread that the clicked message belongs to: the one it was an answer in. */
function targetOfClick(body: ActionBody, teamId: string, channelId: string): Target {
  const { container, message, user, response_url: responseUrl } = body;
  if (container.is_ephemeral && responseUrl) return { teamId, channelId, userId: user.id, responseUrl };
  const threadTs = container.thread_ts ?? message?.thread_ts;
  return { teamId, channelId, ...(threadTs && { threadTs }) };
}

function placeOf(target: Target, ts: string | undefined): Place | undefined {
  if (target.responseUrl) return { responseUrl: target.responseUrl };
  return ts ? { channelId: target.channelId, ts } : undefined;
}
