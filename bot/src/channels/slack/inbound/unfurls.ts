import { logger } from '@clianta/crm-core/logger';
import type { LinkUnfurls } from '@slack/types';
import { renderRecord } from '../render/render-cards.ts';
import type { SlackContext } from '../slack-context.ts';
import { linkBodySchema } from './slack.schema.ts';
import { tenantOfEvent } from './tenant.ts';

/** Slack sends all links of a message at once; more than these are left as they are. */
const MOST = 5;
/** What a preview shows of a record. */
const MOST_BLOCKS = 4;

/** The record that an address of the console stands for; undefined when it is another page, or another host. */
function recordInLink(url: string, publicUrl: string): { entity: string; id: string } | undefined {
  if (!URL.canParse(url)) return undefined;
  const { origin, pathname } = new URL(url);
  const base = new URL(publicUrl);
  const prefix = base.pathname.replace(/\/+$/, '');
  if (origin !== base.origin || !pathname.startsWith(`${prefix}/`)) return undefined;
  const [, entity, id] =
    /^\/records\/([a-z-]{1,60})\/([\w-]{1,60})\/?$/.exec(pathname.slice(prefix.length)) ?? [];
  return entity && id ? { entity, id } : undefined;
}

/** Shows what a link to one of our own records stands for, by the rights of who posted it: others see no more than they could. */
export class SlackUnfurls {
  readonly #context: SlackContext;
  readonly #publicUrl: string | undefined;

  constructor(context: SlackContext, publicUrl: string | undefined) {
    this.#context = context;
    this.#publicUrl = publicUrl;
  }

  async shared(body: unknown): Promise<void> {
    const publicUrl = this.#publicUrl;
    if (!publicUrl) return;
    const parsed = linkBodySchema.parse(body);
    const { user, channel, message_ts: ts, links, unfurl_id: unfurlId, source } = parsed.event;
    const teamId = tenantOfEvent(parsed);
    const named = links
      .map(({ url }) => ({ url, record: recordInLink(url, publicUrl) }))
      .filter(({ record }) => record)
      .slice(0, MOST);
    if (named.length === 0) return;
    await this.#context.seen.once([`event:${parsed.event_id}`], async () => {
      const sender = await this.#context.senders.of(user, teamId);
      if (!sender) return;
      const unfurls: LinkUnfurls = {};
      for (const { url, record } of named) {
        const card = record && (await this.#context.handlers().lookup.record(sender, record).catch(notFound));
        if (!card) continue;
        const { undoGroupId: _undo, ...shown } = card;
        const blocks = renderRecord(shown).flatMap((part) => part.blocks);
        unfurls[url] = { blocks: blocks.filter(({ type }) => type !== 'actions').slice(0, MOST_BLOCKS) };
      }
      if (Object.keys(unfurls).length === 0) return;
      const { client } = await this.#context.teams.of(teamId);
      const where = unfurlId && source ? { unfurl_id: unfurlId, source } : { channel, ts };
      await client.chat.unfurl({ ...where, unfurls });
    });
  }
}

/** A stranger's link stays a link. */
function notFound(error: unknown): undefined {
  logger.info({ err: error }, 'a link is not shown');
  return undefined;
}
