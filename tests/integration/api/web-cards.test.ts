import type { MessagePush, Opened, StoredMessage } from '@clianta/bot/channels/web/web.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiClient, type ApiServer, anApiServer, signedIn } from '../../support/api-server.ts';
import { type ApiSocket, aSocket } from '../../support/api-socket.ts';
import { upload } from '../../support/upload.ts';

let server: ApiServer;
let page: ApiSocket;
let sam: ApiClient;
let conversationId: string;

beforeAll(async () => {
  server = await anApiServer();
  sam = await signedIn(server);
  page = await aSocket(server, sam);
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

/** Uploads a file before its message is sent. */
async function uploaded(name: string, content: string): Promise<{ fileId: string; name: string }> {
  return { fileId: (await upload(server, sam, name, content)).body.id, name };
}

it('files without words are answered: what came, what can be done with it, what was not taken and why', async () => {
  const own = await uploaded('leads.csv', 'name,mail');
  const files = [own, { fileId: 'nope', name: 'film.mov' }, ...Array.from({ length: 9 }, () => own)];
  const { text, cards } = await answerTo('message:send', { text: '', files });
  expect(text).toContain('Got **leads.csv** (9 bytes). What shall I do with it?');
  expect(text).toContain('**film.mov**: There is no file nope.');
  expect(text).toContain('I did not take **leads.csv**: a message can have 10 files.');
  expect(cards).toMatchObject([
    {
      type: 'choice',
      options: [
        { label: 'Import it' },
        { label: 'Attach to Frida Form' },
        { label: 'Read it' },
        { label: 'Delete it' },
      ],
    },
  ]);
  const { messages } = await ask<Opened>('conversation:open', { conversationId });
  expect(messages.at(-2)?.files?.[0]).toEqual({ ...own, size: 9 });
});

it('words with a file are done with the file', async () => {
  const files = [await uploaded('notes.txt', 'The notice period is 90 days.')];
  const { text } = await answerTo('message:send', {
    text: 'What does the file say about the notice period?',
    files,
  });
  expect(text).toContain('The notice period is 90 days.');
});
