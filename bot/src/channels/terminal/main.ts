import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { newId } from '@clianta/crm-core/entity/ids';
import { readConfig } from '../../config.ts';
import { openHost, type TerminalHost } from './host.ts';
import { tellNotices } from './notice-teller.ts';
import { TerminalChannel } from './terminal.channel.ts';

const HELP = `Talk to your CRM in the terminal.

  npm run chat                        a conversation; Ctrl+D ends it
  npm run chat -- "What closes this quarter?"   one answer
  /file <path> what to do with it     sends a file along, as dropping it in the console does
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

/** Lines from a file or another program, and one question: only the answers are of interest. */
const isPerson = process.stdin.isTTY === true && positionals.length === 0;

const refusal = (message: string) => JSON.stringify({ error: { message } });

async function converse(channel: TerminalChannel, { where, notices }: TerminalHost): Promise<void> {
  if (isPerson) process.stdout.write(`Talking to ${where}. Say “what can you do?”, or Ctrl+D to end.\n\n`);
  let prompt = () => {};
  let isListening = false;
  const teller =
    isPerson &&
    (await tellNotices(notices, (told) => {
      process.stdout.write(`\r\u001b[2K${told.map((line) => `* ${line}\n`).join('')}`);
      if (isListening) prompt();
    }));
  // from here to the loop nothing may be awaited: lines that come meanwhile would be lost
  const lines = createInterface({
    input: process.stdin,
    ...(isPerson && { output: process.stdout, prompt: '> ' }),
  });
  if (isPerson) prompt = () => lines.prompt();
  prompt();
  isListening = true;
  for await (const line of lines) {
    if (/^\/?(exit|quit|bye)$/i.test(line.trim())) break;
    if (!isPerson && !line.trim()) continue;
    isListening = false;
    const problem = await channel.say(line);
    if (problem) process.stdout.write(values.json ? `${refusal(problem.message)}\n` : `${problem.message}\n`);
    if (!values.json) process.stdout.write('\n');
    prompt();
    isListening = true;
  }
  if (teller) teller.stop();
  lines.close();
}

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const host = await openHost(readConfig(process.env), isPerson);
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
      positionals.length > 0 ? await channel.say(positionals.join(' ')) : await converse(channel, host);
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
