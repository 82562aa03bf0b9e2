import { UpstreamError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import type { Target } from '../address.ts';
import type { SlackMessage } from '../render/slack-message.ts';
import type { SlackTeams } from '../teams.ts';
import { isMarkedAs, markedAs } from './mark.ts';
import { platformError } from './platform-error.ts';
import { postToResponseUrl } from './response-url.ts';

/** Where a message stands, to redraw it. */
export type Place = StandingPlace | { responseUrl: string };
export type StandingPlace = { teamId: string; channelId: string; ts: string };

/** Slack's words for blocks that it will not show; the text alone still goes through. */
const BLOCK_ERRORS = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'only_one_table_allowed',
  'invalid_attachments',
]);
/** Messages that are looked through. */
const NEWEST = 200;
/** Slack's words for what may be done a little later. */
const PASSING = new Set([
  'ratelimited',
  'fatal_error',
  'internal_error',
  'service_unavailable',
  'request_timeout',
]);
/** A mention in a text must notify nobody, and a link must fetch nothing. */
const QUIET = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false } as const;

/** Posts and redraws messages. A 429 is waited out as long as Slack's Retry-After says. */
export class SlackPoster {
  readonly #teams: SlackTeams;
  readonly #isTrustedUrl: (url: string) => boolean;

  constructor(teams: SlackTeams, isTrustedUrl: (url: string) => boolean) {
    this.#teams = teams;
    this.#isTrustedUrl = isTrustedUrl;
  }

  /**
   * @param mark - by which `find` finds it again
   * @throws UpstreamError when Slack does not take it
   */
  async post(target: Target, message: SlackMessage, mark?: string): Promise<Place> {
    if (target.responseUrl && (await this.#answered(target.responseUrl, message))) {
      return { responseUrl: target.responseUrl };
    }
    // what only one person was to see goes to that person
    const channelId = target.responseUrl && target.userId ? target.userId : target.channelId;
    const threadTs = target.responseUrl ? undefined : target.threadTs;
    const where = { channel: channelId, ...(threadTs && { thread_ts: threadTs }), ...QUIET };
    const team = await this.#teams.of(target.teamId);
    const sent = await this.#orTextOnly(message, ({ text, blocks }) =>
      team.post({
        ...where,
        text,
        blocks: [...blocks],
        ...(mark && { metadata: markedAs(mark) }),
      }),
    );
    return { teamId: target.teamId, channelId: sent.channel ?? channelId, ts: sent.ts ?? '' };
  }

  /**
   * Where a marked message stands that a process may have posted before it ended; undefined: nowhere that can be seen.
   * @throws UpstreamError when Slack cannot say so now
   */
  async find({ teamId, channelId, threadTs }: Target, mark: string): Promise<StandingPlace | undefined> {
    const { client } = await this.#teams.of(teamId);
    const asked = { channel: channelId, include_all_metadata: true, limit: NEWEST };
    try {
      const { messages = [] } = threadTs
        ? await client.conversations.replies({ ...asked, ts: threadTs })
        : await client.conversations.history(asked);
      const found = messages.find(({ metadata }) => isMarkedAs(mark, metadata));
      return found?.ts ? { teamId, channelId, ts: found.ts } : undefined;
    } catch (error) {
      // what could not be asked now may stand there all the same
      if (isPassing(error)) throw asUpstream(error);
      logger.info({ err: error }, 'slack does not let what was posted be looked up; it is posted again');
      return undefined;
    }
  }

  /** False when the address is used up: five answers or half an hour. */
  async #answered(url: string, message: SlackMessage): Promise<boolean> {
    if (!this.#isTrustedUrl(url)) return false;
    try {
      await postToResponseUrl(url, {
        text: message.text,
        blocks: message.blocks,
        response_type: 'ephemeral',
      });
      return true;
    } catch (error) {
      logger.warn({ err: error }, 'slack response_url is of no use any more');
      return false;
    }
  }

  async redraw(place: Place, message: SlackMessage): Promise<void> {
    if ('responseUrl' in place) {
      if (!this.#isTrustedUrl(place.responseUrl)) return;
      const { text, blocks } = message;
      await postToResponseUrl(place.responseUrl, { text, blocks, replace_original: true });
      return;
    }
    const { client } = await this.#teams.of(place.teamId);
    await this.#orTextOnly(message, ({ text, blocks }) =>
      client.chat.update({
        channel: place.channelId,
        ts: place.ts,
        text,
        blocks: [...blocks],
        parse: 'none',
        link_names: false,
      }),
    );
  }

  /** @returns false where Slack does not let it be deleted @throws UpstreamError */
  async remove({ teamId, channelId, ts }: StandingPlace): Promise<boolean> {
    const { client } = await this.#teams.of(teamId);
    try {
      await client.chat.delete({ channel: channelId, ts });
      return true;
    } catch (error) {
      const reason = platformError(error);
      if (reason === 'message_not_found') return true;
      if (isPassing(error)) throw asUpstream(error);
      logger.warn({ err: error }, 'slack does not let a message be deleted');
      return false;
    }
  }

  async #orTextOnly<T>(message: SlackMessage, send: (message: SlackMessage) => Promise<T>): Promise<T> {
    try {
      return await send(message);
    } catch (error) {
      if (!BLOCK_ERRORS.has(platformError(error) ?? '')) throw asUpstream(error);
      logger.error({ err: error }, 'slack refused the blocks; the text goes alone');
      return send({ text: message.text, blocks: [] }).catch((again) => {
        throw asUpstream(again);
      });
    }
  }
}

/** Slack was not reached, or says that it may be asked again. */
function isPassing(error: unknown): boolean {
  const reason = platformError(error);
  return reason === undefined || PASSING.has(reason);
}

function asUpstream(error: unknown): UpstreamError {
  const reason = platformError(error) ?? (error instanceof Error ? error.message : String(error));
  return new UpstreamError(`Slack did not take the message: ${reason}.`, { cause: error });
}
