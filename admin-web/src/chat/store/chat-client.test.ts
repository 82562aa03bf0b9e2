import { io } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startStandIn } from '../../../dev/stand-in.ts';
import { ChatClient } from './chat-client.ts';
import type { ChatSocket } from './chat-socket.ts';
import { viewOf } from './chat-state.ts';
import { DraftStorage } from './draft-storage.ts';
import { OutboxStorage } from './outbox-storage.ts';

/** Looks often, so that no short state is missed, and for long, so that a busy machine is no failure. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 });

const aStorage = (): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> => {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => values.set(key, value),
    removeItem: (key) => values.delete(key),
  };
};

describe('ChatClient, against the stand-in server', () => {
  let server: Awaited<ReturnType<typeof startStandIn>>;
  const clients: ChatClient[] = [];

  const aClient = (storage = aStorage()) => {
    const socket: ChatSocket = io(server.origin, {
      autoConnect: false,
      forceNew: true,
      reconnectionDelay: 20,
      extraHeaders: { cookie: 'sid=mara@harborline.example' },
    });
    const client = new ChatClient({
      socket,
      storage: new OutboxStorage(storage, 'w1.u1'),
      drafts: new DraftStorage(storage, 'w1.u1'),
    });
    clients.push(client);
    return { client, socket };
  };
  const view = (client: ChatClient) => viewOf(client.getState());
  const opened = (client: ChatClient) =>
    eventually(() => expect(client.getState().conversationId).toBeDefined());
  const answered = (client: ChatClient, answers: number) =>
    eventually(() => {
      const { messages, running, outbox } = view(client);
      expect(messages.filter(({ author }) => author === 'assistant')).toHaveLength(answers);
      expect({ running, outbox }).toEqual({ running: undefined, outbox: [] });
    });

  beforeEach(async () => {
    server = await startStandIn({ port: 0, wordMs: 5 });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.stop();
    await server.stop();
  });

  it('opens a conversation, sends a message and receives its answer once', async () => {
    const { client } = aClient();
    client.start();
    await opened(client);
    client.send('What closes this quarter?');
    await answered(client, 1);
    expect(view(client).messages.map(({ author }) => author)).toEqual(['user', 'assistant']);
    expect(view(client).messages[1]?.cards[0]?.type).toBe('table');
  });

  it('keeps what is written without a connection and sends it once afterwards', async () => {
    const { client, socket } = aClient();
    client.start();
    await opened(client);
    socket.disconnect();
    client.send('Written offline');
    expect(view(client).outbox).toMatchObject([{ text: 'Written offline', state: 'waiting' }]);
    socket.connect();
    await answered(client, 1);
    expect(view(client).messages.filter(({ author }) => author === 'user')).toHaveLength(1);
  });

  it('sends after a reload what was written before it', async () => {
    const storage = aStorage();
    const before = aClient(storage);
    before.client.start();
    await opened(before.client);
    before.socket.disconnect();
    before.client.send('Survives a reload');
    const after = aClient(storage);
    after.client.start(before.client.getState().conversationId);
    await answered(after.client, 1);
    expect(view(after.client).messages[0]?.text).toBe('Survives a reload');
  });

  it('ends up with the whole answer when the connection drops in the middle of it', async () => {
    const { client } = aClient();
    client.start();
    await opened(client);
    client.send('Prepare me for the call with Northwind');
    await eventually(() => expect(view(client).running?.text).toMatch(/what/));
    server.io.disconnectSockets(true);
    await eventually(() => expect(client.getState().connection).toBe('offline'));
    await answered(client, 1);
    expect(view(client).messages[1]?.text).toBe('Here is what matters for your call with Northwind.');
  });

  it('keeps two tabs in step', async () => {
    const one = aClient();
    one.client.start();
    await opened(one.client);
    const two = aClient();
    two.client.start(one.client.getState().conversationId);
    await opened(two.client);
    one.client.send('Add Jane');
    await answered(two.client, 1);
    expect(view(two.client).messages).toEqual(view(one.client).messages);
  });

  it('tells about a decision that could not be sent', async () => {
    const { client, socket } = aClient();
    client.start();
    await opened(client);
    socket.disconnect();
    await client.decide('ap1', 'approve');
    expect(client.getState().actions.ap1).toMatchObject({ state: 'failed', problem: { code: 'offline' } });
  });
});
