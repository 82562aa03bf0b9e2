import { logger } from '@clianta/crm-core/logger';
import type { HomeView } from '@slack/types';
import { errorBody } from '../../../api/http-error.ts';
import { assistantBodySchema, homeBodySchema } from '../inbound/slack.schema.ts';
import { tenantOfEvent } from '../inbound/tenant.ts';
import type { SlackContext } from '../slack-context.ts';
import { renderHome, renderStranger } from './render-home.ts';
import { SUGGESTED_PROMPTS } from './suggested-prompts.ts';

/** Pages that are remembered by what waits on them, so that a decision redraws them. */
const MOST = 1_000;

interface Viewer {
  teamId: string;
  userId: string;
}

/** A person's page in the app, and what a fresh conversation suggests to say. */
export class SlackHome {
  readonly #context: SlackContext;
  readonly #shown = new Map<string, Viewer>();

  constructor(context: SlackContext) {
    this.#context = context;
  }

  /** The page, or the messages, were opened. */
  async opened(body: unknown): Promise<void> {
    const parsed = homeBodySchema.parse(body);
    const { user: userId, tab, channel } = parsed.event;
    const teamId = tenantOfEvent(parsed);
    if (tab === 'home') return this.#publish({ teamId, userId });
    if (channel) await this.#suggest(teamId, channel);
  }

  /** A conversation of the older assistant view began. */
  async assistantOpened(body: unknown): Promise<void> {
    const parsed = assistantBodySchema.parse(body);
    const { channel_id: channelId, thread_ts: threadTs } = parsed.event.assistant_thread;
    await this.#suggest(tenantOfEvent(parsed), channelId, threadTs);
  }

  /** What waited on a page was decided. Never throws. */
  async redraw(approvalId: string): Promise<void> {
    const viewer = this.#shown.get(approvalId);
    if (!viewer) return;
    await this.#publish(viewer).catch((error: unknown) =>
      logger.warn({ err: error }, 'slack home could not be redrawn'),
    );
  }

  async #publish(viewer: Viewer): Promise<void> {
    const { client } = await this.#context.teams.of(viewer.teamId);
    await client.views.publish({ user_id: viewer.userId, view: await this.#viewFor(viewer) });
  }

  async #viewFor(viewer: Viewer): Promise<HomeView> {
    try {
      const sender = await this.#context.senders.of(viewer.userId, viewer.teamId);
      if (!sender) return renderStranger('Bots have no page here.');
      const home = await this.#context.handlers().lookup.home(sender);
      for (const { approvalId } of home.approvals) this.#remember(approvalId, viewer);
      return renderHome(home);
    } catch (error) {
      // somebody who is not known is told how to become so
      return renderStranger(errorBody(error).body.error.message);
    }
  }

  #remember(approvalId: string, viewer: Viewer): void {
    if (this.#shown.size >= MOST) this.#shown.delete(this.#shown.keys().next().value ?? '');
    this.#shown.set(approvalId, viewer);
  }

  async #suggest(teamId: string, channelId: string, threadTs?: string): Promise<void> {
    const { client } = await this.#context.teams.of(teamId);
    await client.assistant.threads
      .setSuggestedPrompts({
        channel_id: channelId,
        title: 'Try one of these',
        prompts: [...SUGGESTED_PROMPTS],
        ...(threadTs && { thread_ts: threadTs }),
      })
      .catch((error: unknown) => logger.info({ err: error }, 'slack shows no suggestions here'));
  }
}
