import { readFileSync } from 'node:fs';
import { channelStates, channels } from './channels/registry.ts';
import { readConfig } from './config.ts';

/**
 * Replays a saved event of a platform to the running server, signed as the platform would sign it:
 * `npm run receive -- slack event.json`.
 */
async function main([name, file]: string[]): Promise<void> {
  const able = channels.filter(({ replay }) => replay);
  const channel = able.find((one) => one.name === name);
  if (!channel?.replay || !file) {
    throw new Error(
      `Say which channel and which file: npm run receive -- ${able.map((one) => one.name).join('|')} FILE`,
    );
  }
  const config = readConfig(process.env);
  const state = channelStates(config).find((one) => one.name === name);
  if (!state?.isOn) {
    const missing = state?.missing.length ? state.missing : channel.needs;
    throw new Error(`${channel.label} is off: ${missing.join(', ')} is not set.`);
  }
  const { path, headers, body } = channel.replay(channel.env.parse(config), readFileSync(file, 'utf8'));
  const address = `http://${config.HOST}:${config.PORT}${path}`;
  const response = await fetch(address, { method: 'POST', headers, body }).catch(() => {
    throw new Error(`Nothing answers at ${address}. Start Clianta first: npm start`);
  });
  process.stdout.write(`${response.status} ${await response.text()}\n`);
  if (!response.ok) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
