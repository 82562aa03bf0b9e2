import { logger } from '@clianta/crm-core/logger';
import type { ChannelHandlers, Receipt, Sender } from '../../channel.ts';
import type { ChannelStore } from '../../channel-kit/channel-host.ts';
import { InOrder } from '../../channel-kit/in-order.ts';
import type { SeenEvents } from '../../channel-kit/seen-events.ts';
import { messageActivity, TYPING, textActivity } from './activities.ts';
import { activityKey, messageId } from './activity-id.ts';
import { addressOf, type Target, targetOfActivity } from './address.ts';
import type { TeamsConnector } from './connector.ts';
import { filesOf } from './files.ts';
import type { TeamsPeople } from './people.ts';
import { plainText } from './plain-text.ts';
import type { Presses } from './presses.ts';
import type { References } from './references.ts';
import { renderReply } from './render/render.ts';
import { teamsMarkdown } from './render/teams-markdown.ts';
import type { TeamsActivity } from './teams.schema.ts';

export interface InboxOptions {
  connector: TeamsConnector;
  people: TeamsPeople;
  references: References;
  presses: Presses;
  store: ChannelStore;
  seen: SeenEvents;
  /** Whether files may be fetched from this machine: in the Playground. */
  isLocal: boolean;
  handlers(): ChannelHandlers;
}

const GREETING =
  'Hello, I am Clianta, your CRM to talk to. Ask me about your deals, contacts and tasks, or tell me what to add or change.';
const FIRST_WORDS = ['help', 'What is on today?', 'Show my open deals'];

const SAID_CONNECT = /^\s*connect\s+([A-Z0-9]{4}-?[A-Z0-9]{4})\s*$/i;

/** Turns what Teams sends into messages: who, where, and what was said. */
export class TeamsInbox {
  readonly #options: InboxOptions;
  readonly #order = new InOrder();

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** @param tenantId - of the activity, checked */
  async take(activity: TeamsActivity, tenantId: string): Promise<void> {
    const target = targetOfActivity(activity, tenantId);
    // Microsoft may send the next message while this one's writer is looked up
    await this.#order.run(target.conversationId, () =>
      this.#options.seen.once([activityKey(activity, tenantId)], () => this.#dispatch(activity, target)),
    );
  }

  async #dispatch(activity: TeamsActivity, target: Target): Promise<void> {
    switch (activity.type) {
      case 'message':
        return this.#message(activity, target);
      case 'messageUpdate':
      case 'messageDelete':
        return this.#amendment(activity, target);
      case 'conversationUpdate':
        if (activity.membersAdded?.some(({ id }) => id === activity.recipient.id))
          await this.#installed(activity, target);
        return;
      case 'installationUpdate':
        return activity.action?.startsWith('remove')
          ? this.#removed(activity, target)
          : this.#installed(activity, target);
      default:
        logger.debug({ type: activity.type }, 'teams activity is not for us');
    }
  }

  async #message(activity: TeamsActivity, target: Target): Promise<void> {
    const { from } = activity;
    if (from.id === activity.recipient.id) return;
    const isPress = activity.value !== undefined && activity.value !== null;
    if (!target.isPersonal && !isPress && !isMentioned(activity)) return;
    void this.#options.connector
      .post(target, TYPING)
      .catch((err) => logger.info({ err }, 'teams shows no typing'));
    const sender = await this.#sender(activity, target);
    if (isPress && (await this.#press(activity, sender, target))) return;
    const text = plainText(activity);
    const thread = addressOf(target);
    const [, code] = SAID_CONNECT.exec(text) ?? [];
    if (code) {
      const teamName = 'Your Microsoft Teams';
      const said = await this.#options.handlers().connect({ channel: 'teams', sender, teamName, code });
      return this.#say(target, said);
    }
    const files = filesOf(activity.attachments ?? [], target, this.#options);
    await this.#tellRefusal(
      target,
      await this.#options.handlers().message({
        channel: 'teams',
        externalId: messageId(activity),
        sender,
        thread,
        text,
        ...(files.length > 0 && { files }),
      }),
    );
  }

  /** A button that came as a message. @returns false when it is none of ours */
  async #press(activity: TeamsActivity, sender: Sender, target: Target): Promise<boolean> {
    const receipt = await this.#options.presses.take(activity.value, {
      externalId: messageId(activity),
      sender,
      thread: addressOf(target),
    });
    if (receipt) await this.#tellRefusal(target, receipt);
    return receipt !== undefined;
  }

  async #amendment(activity: TeamsActivity, target: Target): Promise<void> {
    const event = activity.channelData?.eventType;
    // a message that was deleted and is back again is one that we have done already
    if (event && event !== 'editMessage' && event !== 'softDeleteMessage') return;
    const isDeleted = activity.type === 'messageDelete';
    if (!target.isPersonal && !isDeleted && !isMentioned(activity)) return;
    await this.#options.handlers().amended({
      channel: 'teams',
      externalId: messageId(activity),
      sender: await this.#sender(activity, target),
      thread: addressOf(target),
      ...(!isDeleted && { text: plainText(activity) }),
    });
  }

  async #installed(activity: TeamsActivity, target: Target): Promise<void> {
    const { store, connector, references } = this.#options;
    const { from, recipient } = activity;
    if (target.isPersonal && from.id !== recipient.id)
      await references.remember(from.aadObjectId || from.id, from.id, target);
    const key = greetedKey(target);
    if (await store.get(key)) return;
    const [greeting] = renderReply({ text: GREETING, cards: [], suggestions: FIRST_WORDS }, target);
    if (greeting) await connector.post(target, messageActivity(greeting));
    await store.set(key, true);
  }

  async #removed({ from }: TeamsActivity, target: Target): Promise<void> {
    await this.#options.store.delete(greetedKey(target));
    if (target.isPersonal)
      await this.#options.references.forget(target.tenantId, from.aadObjectId || from.id);
  }

  async #sender({ from }: TeamsActivity, target: Target): Promise<Sender> {
    const { people, references } = this.#options;
    const sender = await people.sender(from, target);
    await references.remember(sender.externalUserId, from.id, target);
    return sender;
  }

  async #tellRefusal(target: Target, receipt: Receipt): Promise<void> {
    if (!receipt.isTaken) await this.#say(target, receipt.problem.message);
  }

  async #say(target: Target, text: string): Promise<void> {
    await this.#options.connector.post(target, textActivity(teamsMarkdown(text)));
  }
}

const greetedKey = ({ tenantId, conversationId }: Target) => `greeted:${tenantId}:${conversationId}`;

const isMentioned = ({ entities, recipient }: TeamsActivity) =>
  (entities ?? []).some(({ type, mentioned }) => type === 'mention' && mentioned?.id === recipient.id);
