import { CHANNEL_POSTS } from '../conversations/channel-posts.ts';
import { ChatMessage } from '../conversations/chat-message/chat-message.schema.ts';
import { Conversation } from '../conversations/conversation/conversation.schema.ts';
import type { CrmCore } from '../crm-core.ts';
import type { SyncLink } from '../integrations/sync/sync-links.ts';
import { SyncLinks } from '../integrations/sync/sync-links.ts';
import { EmailMessage } from '../marketing/email-message/email-message.schema.ts';
import { Erasure, type TraceOutside } from './erasure/erasure.schema.ts';
import type { RawDocument } from './whose-document.ts';

const BATCH = 500;
/** What is said there stands here alone. */
const OWN_CHANNELS = new Set(['web', 'terminal', 'api', 'mcp', 'widget', '']);

/**
 * Notes what stands in other systems of the records that an erasure comes to, before anything of them is changed here: what
 * is gone here could not say any more where it stands there.
 */
export class TracesOutside {
  readonly #crm: CrmCore;
  readonly #workspaceId: string;
  readonly #erasureId: string | undefined;
  readonly #known: Map<string, TraceOutside>;
  /** By conversation. */
  readonly #channels = new Map<string, string>();
  /** Kinds of records that stand anywhere else at all. */
  #linked: ReadonlySet<string> | undefined;

  /** @param erasureId - it keeps them; absent: nothing is erased yet */
  constructor(crm: CrmCore, workspaceId: string, erasureId?: string, known: readonly TraceOutside[] = []) {
    this.#crm = crm;
    this.#workspaceId = workspaceId;
    this.#erasureId = erasureId;
    this.#known = new Map(known.map((one) => [keyOf(one), one]));
  }

  get all(): TraceOutside[] {
    return [...this.#known.values()];
  }

  /** Of records that go with the person. */
  async ofTheirs(ids: Iterable<string>): Promise<void> {
    const all = [...ids];
    const links = new SyncLinks(this.#crm);
    for (let at = 0; at < all.length; at += BATCH) {
      const part = all.slice(at, at + BATCH);
      const found = await links.ofRecordsAnywhere(this.#workspaceId, part);
      const mailboxes = await this.#crm.store
        .model(EmailMessage)
        .distinct('accountId', { workspaceId: this.#workspaceId, _id: { $in: part } });
      await this.#add([...found.map(traceOf(true)), ...mailboxes.map(String).map(mailbox)]);
    }
  }

  /** Of a record that only names them. */
  async ofNamed({
    entity,
    collection,
    document,
  }: {
    entity?: { name: string };
    collection: string;
    document: RawDocument;
  }): Promise<void> {
    const { _id, accountId, channel } = document;
    if (collection === CHANNEL_POSTS) await this.#add([post(String(channel), String(_id), true)]);
    if (!entity) return;
    if (entity.name === ChatMessage.name) await this.#ofPost(document);
    if (entity.name === EmailMessage.name && typeof accountId === 'string')
      await this.#add([mailbox(accountId)]);
    this.#linked ??= await new SyncLinks(this.#crm).kinds(this.#workspaceId);
    if (!this.#linked.has(entity.name)) return;
    const found = await new SyncLinks(this.#crm).ofRecordsAnywhere(this.#workspaceId, [String(_id)]);
    await this.#add(found.map(traceOf(false)));
  }

  /** What was said on another platform stands there too. */
  async #ofPost({ _id, externalId, conversationId, author }: RawDocument): Promise<void> {
    if (typeof externalId !== 'string' || typeof conversationId !== 'string') return;
    this.#channels.set(
      conversationId,
      this.#channels.get(conversationId) ?? (await this.#channelOf(conversationId)),
    );
    const channel = this.#channels.get(conversationId);
    if (channel && !OWN_CHANNELS.has(channel))
      await this.#add([post(channel, String(_id), author === 'assistant')]);
  }

  async #channelOf(conversationId: string): Promise<string> {
    const found = await this.#crm.store
      .model(Conversation.name)
      .findOne({ _id: conversationId, workspaceId: this.#workspaceId })
      .select({ channel: 1 })
      .lean<{ channel?: string }>();
    return found?.channel ?? '';
  }

  async #add(traces: readonly TraceOutside[]): Promise<void> {
    const fresh = traces.filter((one) => !this.#known.has(keyOf(one)));
    for (const one of fresh) this.#known.set(keyOf(one), one);
    if (fresh.length > 0 && this.#erasureId)
      await this.#crm.store
        .model(Erasure.name)
        .updateOne({ _id: this.#erasureId }, { $set: { 'keys.outside': this.all } });
  }
}

const keyOf = ({ credentialId, object, externalId }: TraceOutside) =>
  `${credentialId ?? ''}:${object}:${externalId}`;

const traceOf =
  (isTheirs: boolean) =>
  ({ credentialId, object, externalId, origin }: SyncLink): TraceOutside => ({
    credentialId,
    object,
    externalId,
    isTheirs,
    isOurs: origin === 'ours',
  });

export const MAIL_STAYS = 'Mail with them stays in the mailbox itself until its owner deletes it there.';

/** What a mailbox is called among the traces; its mail is its owner's. */
export const MAILBOX = 'mailbox';
const mailbox = (externalId: string): TraceOutside => ({
  object: MAILBOX,
  externalId,
  isTheirs: false,
  isOurs: false,
});

/** What a message on another platform is called among the traces, with the platform. */
const POST = 'post in ';
const post = (channel: string, externalId: string, isOurs: boolean): TraceOutside => ({
  object: `${POST}${channel}`,
  externalId,
  isTheirs: false,
  isOurs,
});

/** Whether it is a message on another platform; those of ours are taken back. */
export const isPost = ({ object }: TraceOutside): boolean => object.startsWith(POST);
export const channelOfPost = ({ object }: TraceOutside): string => object.slice(POST.length);

/** "messages in Slack" */
export function postsIn(trace: TraceOutside): string {
  const channel = channelOfPost(trace);
  return `messages in ${channel.charAt(0).toUpperCase()}${channel.slice(1)}`;
}

export const POSTS_STAY = 'What people wrote there themselves stays until they delete it there.';
