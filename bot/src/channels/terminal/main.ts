import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { newId } from '@clianta/crm-core/entity/ids';
import { readConfig } from '../../config.ts';
import { openHost } from './host.ts';
import { TerminalChannel } from './terminal.channel.ts';

const HELP = `Talk to your CRM in the terminal.

  npm run chat                        a conversation; Ctrl+D ends it
  npm run chat -- "What closes this quarter?"   one answer
  npm run chat -- --json "..."        one JSON object: reply, cards, agents, tool calls, changes
  npm run chat -- --new "..."         begin a new conversation instead of going on with the last
`;

const USAGE = 2;

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean' }, new: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    process.exit(USAGE);
  }
}

const { values, positionals } = readArguments();

const refusal = (message: string) => JSON.stringify({ error: { message } });

async function converse(channel: TerminalChannel, where: string): Promise<void> {
  // lines from a file or another program: only the answers are of interest
  const isPerson = process.stdin.isTTY === true;
  if (isPerson) process.stdout.write(`Talking to ${where}. Say “what can you do?”, or Ctrl+D to end.\n\n`);
  const lines = createInterface({
    input: process.stdin,
    ...(isPerson && { output: process.stdout, prompt: '> ' }),
  });
  const prompt = () => isPerson && lines.prompt();
  prompt();
  for await (const line of lines) {
    if (/^\/?(exit|quit|bye)$/i.test(line.trim())) break;
    if (!isPerson && !line.trim()) continue;
    const problem = await channel.say(line);
    if (problem) process.stdout.write(values.json ? `${refusal(problem.message)}\n` : `${problem.message}\n`);
    if (!values.json) process.stdout.write('\n');
    prompt();
  }
  lines.close();
}

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const host = await openHost(readConfig(process.env));
  const isJson = values.json === true;
  const channel = new TerminalChannel({
    out: process.stdout,
    status: process.stderr.isTTY && !isJson ? process.stderr : undefined,
    isJson,
    hasColor: process.stdout.isTTY === true && !process.env.NO_COLOR,
    width: () => (process.stdout.isTTY ? process.stdout.columns : undefined),
    workspaceId: host.workspaceId,
    userId: host.userId,
    thread: values.new ? `terminal-${newId()}` : 'terminal',
  });
  try {
    await host.serve(channel);
    const problem =
      positionals.length > 0 ? await channel.say(positionals.join(' ')) : await converse(channel, host.where);
    if (problem) throw new Error(problem.message);
  } finally {
    await channel.stop();
    await host.close();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    if (values.json) process.stdout.write(`${refusal(message)}\n`);
    else process.stderr.write(`${message}\n`);
    process.exit(1);
  },
);
