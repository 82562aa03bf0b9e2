import type { Posted } from '@clianta/agents/conversation/conversation-listener';
import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import type { Reply } from '@clianta/agents/reply.schema';
import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import type { NoticeRecord } from '@clianta/crm-core/conversations/notice/notice.schema';
import { UpstreamError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import type { Channel, ChannelHandlers, Recipient, ToldAt } from '../../channel.ts';
import { lastStreamed, messageActivity, saidAgain, textActivity } from './activities.ts';
import { addressOf, type Target, targetOf } from './address.ts';
import type { OutgoingActivity, TeamsConnector } from './connector.ts';
import { LiveAnswer } from './live-answer.ts';
import type { PostedAnswers, Standing } from './posted-answers.ts';
import type { References } from './references.ts';
import { renderDecidable, renderReply } from './render/render.ts';
import type { Decidable } from './render/render-card.ts';
import { teamsMarkdown } from './render/teams-markdown.ts';

/** Answers that are being made, of which some never come to an end here. */
const MOST_LIVE = 1_000;

/** Teams, as the rest of the bot sees it: what comes in goes to the handlers, replies go out as Adaptive Cards. */
export class TeamsChannel implements Channel {
  readonly name = 'teams';
  readonly #connector: TeamsConnector;
  readonly #references: References;
  readonly #posted: PostedAnswers;
  readonly #live = new Map<string, LiveAnswer>();
  #handlers: ChannelHandlers | undefined;
  isStopping = false;
  /** What was acknowledged and is not handed on yet. */
  journal: { start(): void; stop(): void } | undefined;

  constructor(connector: TeamsConnector, references: References, posted: PostedAnswers) {
    this.#connector = connector;
    this.#posted = posted;
    this.#references = references;
  }

  /** What incoming things are handed to. @throws Error before the start */
  get handlers(): ChannelHandlers {
    if (!this.#handlers) throw new Error('The Teams channel has not been started.');
    return this.#handlers;
  }

  async start(on: ChannelHandlers): Promise<void> {
    this.#handlers = on;
    this.journal?.start();
  }

  /** Draws beside the turn, which does not wait for Teams. */
  async show(to: ThreadAddress, turnId: string, event: TurnEvent): Promise<void> {
    if (event.type === 'status') this.#liveOf(to, turnId).status(event.text);
    else if (event.type === 'text') this.#liveOf(to, turnId).add(event.delta);
  }

  async send(to: ThreadAddress, reply: Reply, turnId: string): Promise<Posted> {
    const target = targetOf(to);
    const messages = renderReply(reply, target);
    const live = this.#live.get(turnId);
    this.#live.delete(turnId);
    const activities = messages.map((message, at) =>
      messageActivity(message, { isAnswer: turnId !== '' && at === messages.length - 1 }),
    );
    const ended = activities[0] && (await live?.end(activities[0]));
    const key = { threadId: to.threadId, turnId, answer: messages };
    const standing = turnId ? await this.#posted.of(key) : undefined;
    // the next one may have been posted by a process that died before it knew
    const againAt = standing?.isUnsure ? standing.ids.length : standing?.againAt;
    const ids: string[] = [];
    const places: Record<string, string> = {};
    for (const [at, answer] of activities.entries()) {
      const activity = at === againAt ? saidAgain(answer) : answer;
      // what was begun here and did not end cannot be changed
      const replaced =
        at === 0 && live ? ended : standing && (await this.#replace(target, activity, standing, at));
      if (replaced && standing)
        await this.#posted.stand(key, [...ids, replaced, ...standing.ids.slice(at + 1)], standing);
      const post = () => this.#connector.post(target, activity);
      const id = replaced ?? (await (standing ? this.#posted.post(key, { ids, againAt }, post) : post()));
      ids.push(id);
      const cardId = messages[at]?.cardId;
      if (cardId) places[cardId] = id;
    }
    return {
      externalId: ids.at(-1) ?? '',
      ...(ids.length > 1 && { parts: ids }),
      ...(Object.keys(places).length > 0 && { places }),
    };
  }

  /** Changes what stands. @returns its id; undefined when nothing does, or it cannot be changed */
  async #replace(
    target: Target,
    activity: OutgoingActivity,
    { ids, isBegun }: Standing,
    at: number,
  ): Promise<string | undefined> {
    const id = ids[at];
    if (id === undefined) return undefined;
    try {
      // in private it was begun as a stream, which has no end yet
      if (isBegun && target.isPersonal)
        return (await this.#connector.post(target, lastStreamed(activity, id))) || id;
      await this.#connector.update(target, id, activity);
      return id;
    } catch (error) {
      logger.info({ err: error }, 'teams does not change what stands; it is posted anew');
      return undefined;
    }
  }

  async settle(to: ThreadAddress, card: Decidable, place?: string): Promise<void> {
    if (!place) return;
    try {
      await this.#connector.update(targetOf(to), place, messageActivity(renderDecidable(card)));
    } catch (error) {
      logger.warn({ err: error, place }, 'teams card could not be redrawn');
    }
  }

  /** In the person's private chat, from the reference that was kept when they were met. */
  async tell(
    { externalTeamId, externalUserId }: Recipient,
    { title, body }: Pick<NoticeRecord, 'title' | 'body'>,
  ): Promise<ToldAt> {
    const place = await this.#references.chatWith(externalTeamId, externalUserId);
    if (!place) throw new UpstreamError('Teams does not know where to tell this person something.');
    const text = [`**${asText(title)}**`, body && asText(body)].filter(Boolean).join('\n\n');
    const id = await this.#connector.post(place, textActivity(teamsMarkdown(text)));
    return { address: addressOf({ ...place, isPersonal: true }), parts: id ? [id] : [] };
  }

  async remove(from: ThreadAddress, externalId: string): Promise<boolean> {
    return this.#connector.remove(targetOf(from), externalId);
  }

  /** New requests are refused, so that Microsoft brings them again; those under way are finished by the handlers. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.journal?.stop();
  }

  #liveOf(to: ThreadAddress, turnId: string): LiveAnswer {
    const known = this.#live.get(turnId);
    if (known) return known;
    const live = new LiveAnswer({
      connector: this.#connector,
      target: targetOf(to),
      begin: async (post) => {
        const key = { threadId: to.threadId, turnId };
        // a process that ended has begun it, or may have: then it is shown in the end, which says so
        const { ids, isUnsure } = await this.#posted.of(key);
        return ids[0] ?? (isUnsure ? '' : this.#posted.post(key, { ids: [] }, post));
      },
    });
    this.#live.set(turnId, live);
    const [oldest] = this.#live.keys();
    if (this.#live.size > MOST_LIVE && oldest !== undefined) this.#live.delete(oldest);
    return live;
  }
}

/** Text of a notice is no markup. */
const asText = (text: string) => text.replace(/[\\*_~`[\]#>|]/g, '\\$&');
