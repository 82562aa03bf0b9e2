import { parseArgs } from 'node:util';
import { slackManifest } from './manifest.ts';

const USAGE = 'Use: npm run slack:manifest -- --url https://crm.example.com [--socket] [--many-teams]';

/** Prints the manifest of the Slack app: paste it at https://api.slack.com/apps, Create New App, From a manifest. */
function main(): void {
  const { values } = parseArgs({
    options: { url: { type: 'string' }, socket: { type: 'boolean' }, 'many-teams': { type: 'boolean' } },
  });
  const url = values.url ?? process.env.PUBLIC_URL;
  if (!url || !URL.canParse(url)) throw new Error(`The address of Clianta is missing. ${USAGE}`);
  if (!values.socket && !url.startsWith('https://'))
    throw new Error(`Slack calls only https addresses; with --socket it calls none. ${USAGE}`);
  const manifest = slackManifest({
    url,
    isSocketMode: values.socket ?? false,
    isForManyTeams: values['many-teams'] ?? false,
  });
  process.stdout.write(`${JSON.stringify(manifest, undefined, 2)}\n`);
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
