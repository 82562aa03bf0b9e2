import { setTimeout as pause } from 'node:timers/promises';
import { logger } from '@clianta/crm-core/logger';
import { readConfig } from './config.ts';
import { startBanner } from './start-banner.ts';
import { startProblem } from './start-problem.ts';
import { startServer } from './start-server.ts';

/** Whole shutdown; after that the process ends whatever is still open, so that it is gone within ten seconds. */
const STOP_MS = 9_500;
const SAME_SIGNAL_MS = 500;
/** How long the block of the start waits for what vendors say of keys. */
const KEYS_MS = 2_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const starting = startServer(config);
  let stoppingSince: number | undefined;
  const stop = async (signal: string) => {
    if (stoppingSince !== undefined) {
      // npm and a terminal both pass the same Ctrl+C on; a second one is meant
      if (Date.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    stoppingSince = Date.now();
    process.stdout.write(`\n${signal}: finishing what is under way ...\n`);
    setTimeout(() => process.exit(1), STOP_MS).unref();
    try {
      // what a start has begun, such as a private Redis, is ended as well
      await (await starting).stop();
      process.exit(0);
    } catch (err) {
      logger.error({ err }, 'could not stop cleanly');
      process.exit(1);
    }
  };
  // what a platform's library drops must not end the talk with everybody else; what counts is stored, and taken up again
  process.on('unhandledRejection', (err) => logger.error({ err }, 'something failed that nobody waited for'));
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  const started = await starting;
  // they are told with the rest where they come soon, else in the log and on the health page
  await Promise.race([started.product.keys.start(), pause(KEYS_MS, undefined, { ref: false })]);
  // the password of a new demo is shown only once
  if (stoppingSince === undefined || started.demo) process.stdout.write(await startBanner(started, config));
}

main().catch((error: unknown) => {
  const message = startProblem(error, process.env);
  process.stderr.write(`\nClianta could not start. ${message}\n`);
  if (process.env.LOG_LEVEL === 'debug' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
