import { UNREAD } from '@clianta/crm-core/conversations/notice/notice.schema';
import { logger } from '@clianta/crm-core/logger';
import { clean } from './paint.ts';

/** A notice as a terminal tells it. */
export interface UnreadNotice {
  id: string;
  title: string;
  body?: string | undefined;
}

/** Where the person's notices are. */
export interface Notices {
  /** How often to look, while the terminal is open. */
  everyMs: number;
  /** Those not seen yet, the oldest first. */
  unread(): Promise<UnreadNotice[]>;
  seen(ids: readonly string[]): Promise<void>;
}

/** The question for them. */
export const UNREAD_ONES = {
  where: UNREAD,
  sort: 'at',
  limit: 20,
};

/**
 * Tells what is unread, now and until it is stopped. What has been told is seen.
 *
 * @param tell - shows the lines to the person
 */
export async function tellNotices(
  notices: Notices,
  tell: (lines: readonly string[]) => void,
): Promise<{ stop(): void }> {
  const told = new Set<string>();
  const look = async () => {
    try {
      const unread = (await notices.unread()).filter(({ id }) => !told.has(id));
      if (unread.length === 0) return;
      for (const { id } of unread) told.add(id);
      tell(unread.map(({ title, body }) => oneLine(body ? `${title} (${body})` : title)));
      await notices.seen(unread.map(({ id }) => id));
    } catch (err) {
      logger.info({ err }, 'notices could not be read');
    }
  };
  await look();
  const timer = setInterval(() => void look(), notices.everyMs);
  return { stop: () => clearInterval(timer) };
}

const oneLine = (text: string): string => clean(text).replaceAll(/\s+/g, ' ');
