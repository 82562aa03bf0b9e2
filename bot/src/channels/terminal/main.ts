import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { readConfig } from '../../config.ts';
import { renderReply } from './render.ts';
import { openTalk, type Talk } from './talk.ts';

const HELP = `Talk to your CRM in the terminal.

  npm run chat                        a conversation; Ctrl+D ends it
  npm run chat -- "What closes this quarter?"   one answer
  npm run chat -- --json "..."        one JSON object: reply, cards, agents, tool calls, changes
  npm run chat -- --new "..."         begin a new conversation instead of going on with the last
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, new: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
const hasColor = process.stdout.isTTY === true && !process.env.NO_COLOR;

async function sayOnce(talk: Talk, text: string, onStatus: (text: string) => void): Promise<TurnResult> {
  for await (const event of await talk.say(text)) {
    if (event.type === 'status') onStatus(event.text);
    if (event.type === 'done') return event.result;
  }
  throw new Error('The turn ended without a result.');
}

function showStatus(text: string): void {
  if (process.stderr.isTTY && !values.json) process.stderr.write(`\r\u001b[2K${text} ...`);
}

function clearStatus(): void {
  if (process.stderr.isTTY && !values.json) process.stderr.write('\r\u001b[2K');
}

async function answer(talk: Talk, text: string): Promise<void> {
  const result = await sayOnce(talk, text, showStatus);
  clearStatus();
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else process.stdout.write(`${renderReply(result.reply, { hasColor })}\n`);
}

async function converse(talk: Talk): Promise<void> {
  process.stdout.write(`Talking to ${talk.where}. Say “what can you do?”, or Ctrl+D to end.\n\n`);
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  lines.prompt();
  for await (const line of lines) {
    if (/^\/?(exit|quit|bye)$/i.test(line.trim())) break;
    if (line.trim()) {
      await answer(talk, line).catch((error: unknown) => {
        clearStatus();
        process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
      });
      process.stdout.write('\n');
    }
    lines.prompt();
  }
  lines.close();
}

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const thread = values.new ? `terminal-${newId()}` : 'terminal';
  const talk = await openTalk(readConfig(process.env), thread);
  try {
    const text = positionals.join(' ');
    if (text) await answer(talk, text);
    else await converse(talk);
  } finally {
    await talk.close();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    if (values.json) process.stdout.write(`${JSON.stringify({ error: { message } })}\n`);
    else process.stderr.write(`${message}\n`);
    process.exit(1);
  },
);
