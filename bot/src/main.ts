import { logger } from '@clianta/crm-core/logger';
import { readConfig } from './config.ts';
import { startBanner } from './start-banner.ts';
import { startServer } from './start-server.ts';

/** Whole shutdown; after that the process ends whatever is still open. */
const STOP_MS = 10_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const started = await startServer(config);
  process.stdout.write(await startBanner(started, config));
  let isStopping = false;
  const stop = (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    process.stdout.write(`\n${signal}: finishing what is under way ...\n`);
    setTimeout(() => process.exit(1), STOP_MS).unref();
    started.stop().then(
      () => process.exit(0),
      (err) => {
        logger.error({ err }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
}

main().catch((error: unknown) => {
  const isPortTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const message = isPortTaken
    ? `Port ${process.env.PORT ?? 3000} is in use. Stop what uses it, or choose another: PORT=3001 npm start`
    : error instanceof Error
      ? error.message
      : String(error);
  process.stderr.write(`\nClianta could not start. ${message}\n`);
  if (process.env.LOG_LEVEL === 'debug' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
