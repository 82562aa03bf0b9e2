import type { MessagePush, Opened, StoredMessage } from '@clianta/bot/channels/web/web.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiServer, anApiServer, signedIn } from '../../support/api-server.ts';
import { type ApiSocket, aSocket } from '../../support/api-socket.ts';

let server: ApiServer;
let page: ApiSocket;
let conversationId: string;

beforeAll(async () => {
  server = await anApiServer();
  page = await aSocket(server, await signedIn(server));
  conversationId = (await ask<Opened>('conversation:open', { fresh: true })).conversationId;
});
afterAll(async () => {
  page?.close();
  await server?.stop();
});

async function ask<T>(event: string, body: object): Promise<T> {
  const ack = await page.emit(event, body);
  if (!ack.ok) throw new Error(ack.error.message);
  return ack.data;
}

/** Sends something of the conversation, and waits for the answer. */
async function answerTo(event: string, body: object): Promise<StoredMessage> {
  const answered = new Promise<StoredMessage>((resolve) => {
    const listen = ({ message }: MessagePush) => {
      if (message.author !== 'assistant') return;
      page.socket.off('message', listen);
      resolve(message);
    };
    page.socket.on('message', listen);
  });
  await ask(event, { conversationId, clientMessageId: newId(), ...body });
  return answered;
}

it('a form is a call of its tool, and says what does not fit', async () => {
  const { cards } = await answerTo('message:send', { text: 'create a contact' });
  const [form] = cards;
  if (form?.type !== 'form') throw new Error('no form');
  const values = { [form.fields[0]?.name ?? '']: 'Frida Form', email: 'frida@form.example' };
  const made = await answerTo('call:send', { tool: form.tool, values });
  expect(made.cards).toMatchObject([{ type: 'record', title: 'Frida Form', badge: 'Created' }]);
  const wrong = await answerTo('call:send', { tool: form.tool, values: { ...values, email: 'nonsense' } });
  expect(wrong.text).toContain('E-mail is not an e-mail address');
});

it('a thumb is shown again with its answer, until it is taken back', async () => {
  const { id, turnId } = await answerTo('message:send', { text: 'How many contacts do we have?' });
  const verdict = async () => {
    const { messages } = await ask<Opened>('conversation:open', { conversationId });
    return messages.find((message) => message.id === id)?.verdict;
  };
  await ask('feedback:send', { turnId, verdict: 'bad', comment: 'One is missing' });
  expect(await verdict()).toBe('bad');
  await ask('feedback:send', { turnId, verdict: 'none' });
  expect(await verdict()).toBeUndefined();
});

it('files without words are answered: what came, what was not taken and why', async () => {
  const files = [
    { name: 'leads.csv', mediaType: 'text/csv', size: 1536 },
    { name: 'film.mov', size: 30 * 1024 * 1024 },
    ...Array.from({ length: 9 }, (_, at) => ({ name: `part-${at}.txt`, size: 10 })),
  ];
  const { text } = await answerTo('message:send', { text: '', files });
  expect(text).toContain('I received **leads.csv** (1.5 KB)');
  expect(text).toContain('I did not take **film.mov**: it has 30 MB, and 25 MB is the most I can take.');
  expect(text).toContain('I did not take **part-8.txt**: a message can have 10 files.');
  const { messages } = await ask<Opened>('conversation:open', { conversationId });
  expect(messages.at(-2)?.files?.[0]).toEqual({ name: 'leads.csv', size: 1536 });
});

it('words with a file are done, and say what became of the file', async () => {
  const files = [{ name: 'leads.csv', mediaType: 'text/csv', size: 1536 }];
  const { text } = await answerTo('message:send', { text: 'How many contacts do we have?', files });
  expect(text).toMatch(/^There (is|are) .*\n\nI received \*\*leads\.csv\*\*/s);
});
