import { logger } from '@clianta/crm-core/logger';
import { type Logger, LogLevel } from '@slack/bolt';

/** Bolt's logs among ours. Its debug lines hold whole requests and are left out. */
export const boltLogger: Logger = {
  debug: () => {},
  info: (...words) => logger.info({ channel: 'slack' }, words.join(' ')),
  warn: (...words) => logger.warn({ channel: 'slack' }, words.join(' ')),
  error: (...words) => logger.error({ channel: 'slack' }, words.join(' ')),
  setLevel: () => {},
  getLevel: () => LogLevel.WARN,
  setName: () => {},
};
