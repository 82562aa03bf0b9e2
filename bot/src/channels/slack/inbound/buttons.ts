import { logger } from '@clianta/crm-core/logger';
import { addressOf, type Target } from '../address.ts';
import { directMessage } from '../direct-message.ts';
import type { SlackDialogs } from '../modals/dialogs.ts';
import type { Place } from '../outbound/poster.ts';
import { FEEDBACK_ACTION, FORM_ACTION, RECORD_ACTION, SAY_ACTION } from '../render/actions.ts';
import { APPROVE_ACTION, APPROVE_TYPED_ACTION, REJECT_ACTION } from '../render/render-approval.ts';
import { UNDO_ACTION } from '../render/render-blocks.ts';
import { CHOOSE_ACTION, choiceIn } from '../render/render-choice.ts';
import { feedbackIn } from '../render/render-feedback.ts';
import type { SlackContext } from '../slack-context.ts';
import { type ActionBody, actionBodySchema } from './slack.schema.ts';
import { tenantOfAction } from './tenant.ts';

export interface ButtonsOptions extends SlackContext {
  dialogs: SlackDialogs;
  /** Where a proposal or a question stands, so that it can be redrawn once it is decided. */
  remember(cardId: string, place: Place): void;
}

const DIALOG_ACTIONS: ReadonlySet<string> = new Set([RECORD_ACTION, FORM_ACTION, APPROVE_TYPED_ACTION]);

type Click = ActionBody['actions'][number] & { value: string };

/** What people click: approve, reject, the options of a question, undo, suggestions, forms, and what they think of an answer. */
export class SlackButtons {
  readonly #options: ButtonsOptions;

  constructor(options: ButtonsOptions) {
    this.#options = options;
  }

  /** Such a click changes nothing, and what it opens has to open at once. */
  opensDialog(body: unknown): boolean {
    const [action] = actionBodySchema.safeParse(body).data?.actions ?? [];
    return action !== undefined && DIALOG_ACTIONS.has(action.action_id);
  }

  async click(body: unknown): Promise<void> {
    const parsed = actionBodySchema.safeParse(body);
    if (!parsed.success) return logger.warn({ err: parsed.error }, 'slack action is not understood');
    const [action] = parsed.data.actions;
    const isOnHome = parsed.data.view?.type === 'home';
    if (!action?.value || !(parsed.data.channel || isOnHome)) return;
    const click = { ...action, value: action.value };
    if (!(await this.#opened(parsed.data, click))) await this.#done(parsed.data, click);
  }

  /** Dialogs have to open within three seconds, and change nothing. @returns false when it is no click that opens one */
  async #opened(body: ActionBody, { action_id: actionId, value }: Click): Promise<boolean> {
    const { trigger_id: triggerId, user } = body;
    const { dialogs } = this.#options;
    const teamId = tenantOfAction(body);
    switch (actionId) {
      case RECORD_ACTION:
        await dialogs.openRecord(triggerId, teamId, user, value);
        return true;
      case FORM_ACTION:
        await dialogs.openReferred(triggerId, await this.#targetOf(body), value);
        return true;
      case APPROVE_TYPED_ACTION:
        await dialogs.openTypedApproval(triggerId, await this.#targetOf(body), value, shownTs(body));
        return true;
      default:
        return false;
    }
  }

  async #done(body: ActionBody, { action_id: actionId, value, action_ts: actionTs }: Click): Promise<void> {
    const { user, container } = body;
    const { seen, senders, handlers } = this.#options;
    const teamId = tenantOfAction(body);
    const where = body.channel?.id ?? `home:${user.id}`;
    const externalId = `click:${where}:${container.message_ts ?? ''}:${actionId}:${actionTs}`;
    await seen.once([externalId], async () => {
      const sender = await senders.of(user.id, teamId, user.team_id);
      if (!sender) return;
      const target = await this.#targetOf(body);
      const from = { channel: 'slack' as const, externalId, sender, thread: addressOf(target) };
      const on = handlers();
      if (actionId === APPROVE_ACTION || actionId === REJECT_ACTION) {
        this.remember(value, target, shownTs(body));
        const decision = actionId === APPROVE_ACTION ? 'approve' : 'reject';
        await on.decision({ ...from, decision: { approvalId: value, decision } });
      } else if (actionId.startsWith(CHOOSE_ACTION)) {
        const choice = choiceIn(value);
        if (!choice) return;
        this.remember(choice.choiceId, target, shownTs(body));
        await on.choice({ ...from, choice });
      } else if (actionId === UNDO_ACTION) await on.undo({ ...from, groupId: value });
      else if (actionId.startsWith(SAY_ACTION)) await on.message({ ...from, text: value });
      else if (actionId === FEEDBACK_ACTION) {
        const feedback = feedbackIn(value);
        if (!feedback) return;
        await this.#tell(target, user.id, await on.feedback({ channel: 'slack', sender, feedback }));
      }
    });
  }

  /** Where a card that is being decided stands; one that only one person sees by the address that redraws it. */
  remember(cardId: string, { responseUrl, teamId, channelId }: Target, ts: string | undefined): void {
    if (responseUrl) this.#options.remember(cardId, { responseUrl });
    else if (ts) this.#options.remember(cardId, { teamId, channelId, ts });
  }

  /** To the person alone. */
  async #tell({ teamId, channelId, threadTs }: Target, user: string, text: string): Promise<void> {
    const { client } = await this.#options.teams.of(teamId);
    await client.chat
      .postEphemeral({ channel: channelId, user, text, ...(threadTs && { thread_ts: threadTs }) })
      .catch((error: unknown) => logger.info({ err: error }, 'slack shows no notice here'));
  }

  /** The thread that the clicked message belongs to: the one it was an answer in. A click on the home is answered in private. */
  async #targetOf(body: ActionBody): Promise<Target> {
    const { container, message, user, channel, response_url: responseUrl } = body;
    const teamId = tenantOfAction(body);
    if (!channel) return directMessage(this.#options.teams, teamId, user.id);
    if (container.is_ephemeral && responseUrl)
      return { teamId, channelId: channel.id, userId: user.id, responseUrl };
    const threadTs = container.thread_ts ?? message?.thread_ts;
    return { teamId, channelId: channel.id, ...(threadTs && { threadTs }) };
  }
}

const shownTs = ({ container }: ActionBody) => (container.is_ephemeral ? undefined : container.message_ts);
