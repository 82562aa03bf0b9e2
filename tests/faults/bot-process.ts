import { readConfig } from '@clianta/bot/config';
import { startServer } from '@clianta/bot/start-server';

/** One of several servers on one database, as its environment says; tells where it listens, and runs until it is killed. */
const { url } = await startServer(readConfig(process.env));
process.stdout.write(`${url}\n`);
