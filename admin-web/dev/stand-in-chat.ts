import type { Server as HttpServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { RunningTurn, StoredMessage } from '@clianta/bot/channels/web/web.schema';
import { Server } from 'socket.io';
import { eventsOf, scriptFor } from './scripted-replies.ts';

interface Talk {
  id: string;
  title: string;
  messages: StoredMessage[];
  running?: RunningTurn;
  tail: Promise<void>;
}

/** The Socket.IO side of the stand-in server: web.schema.ts, with scripted answers at a readable pace. */
export function standInChat(http: HttpServer, options: { wordMs: number }) {
  const io = new Server(http);
  const talks = new Map<string, Talk>();
  let count = 0;
  const id = (kind: string) => `${kind}${++count}`;

  const open = (wanted?: string, isFresh = false): Talk => {
    const known = wanted ? talks.get(wanted) : isFresh ? undefined : [...talks.values()].at(-1);
    if (known) return known;
    const talk: Talk = {
      id: wanted ?? id('v-new-'),
      title: 'New conversation',
      messages: [],
      tail: Promise.resolve(),
    };
    talks.set(talk.id, talk);
    return talk;
  };

  const store = (talk: Talk, message: StoredMessage) => {
    const at = talk.messages.findIndex((other) => other.id === message.id);
    if (at === -1) talk.messages.push(message);
    else talk.messages[at] = message;
    io.to(talk.id).emit('message', { conversationId: talk.id, message });
  };

  const say = (talk: Talk, turnId: string, values: Partial<StoredMessage>) =>
    store(talk, {
      id: id('m'),
      author: 'assistant',
      text: '',
      cards: [],
      status: 'done',
      turnId,
      position: talk.messages.length,
      createdAt: new Date().toISOString(),
      ...values,
    });

  const answer = async (talk: Talk, message: StoredMessage) => {
    const turnId = id('t');
    const script = scriptFor(message.text);
    store(talk, { ...message, status: 'running', turnId });
    const turn: RunningTurn = { turnId, seq: 0, status: '', text: '', cards: [], steps: [] };
    talk.running = turn;
    for (const event of eventsOf(script)) {
      turn.seq += 1;
      if (event.type === 'text') turn.text += event.delta;
      else if (event.type === 'card' || event.type === 'approval') turn.cards.push(event.card);
      else if (event.type === 'status' && event.step) {
        const { id: stepId, state } = event.step;
        turn.steps = [...turn.steps.filter((s) => s.id !== stepId), { id: stepId, text: event.text, state }];
      } else if (event.type === 'status') turn.status = event.text;
      io.to(talk.id).emit('turn', { conversationId: talk.id, turnId, seq: turn.seq, event });
      await wait(event.type === 'status' ? options.wordMs * 4 : options.wordMs);
    }
    delete talk.running;
    if (talk.title === 'New conversation') talk.title = message.text.slice(0, 60);
    store(talk, { ...message, status: script.isFailure ? 'failed' : 'done', turnId });
    const text = script.isFailure ? 'Sorry, that did not work. Reference ref-42.' : script.text;
    say(talk, turnId, { text, cards: script.cards, suggestions: script.suggestions });
  };

  const decide = (talk: Talk, approvalId: string, isApproved: boolean) => {
    const message = talk.messages.find((m) =>
      m.cards.some((c) => c.type === 'approval' && c.approvalId === approvalId),
    );
    if (!message) return;
    const status = isApproved ? ('executed' as const) : ('rejected' as const);
    store(talk, {
      ...message,
      cards: message.cards.map((c) => (c.type === 'approval' ? { ...c, status } : c)),
    });
    say(talk, id('t'), {
      text: isApproved ? 'Done. You can say “Undo that”.' : 'Rejected. Nothing was changed.',
    });
  };

  io.use((socket, next) =>
    next(/sid=/.test(socket.handshake.headers.cookie ?? '') ? undefined : new Error('unauthorized')),
  );
  io.on('connection', (socket) => {
    socket.on('conversation:open', ({ conversationId, fresh }, ack) => {
      const talk = open(conversationId, fresh);
      for (const room of socket.rooms) if (room !== socket.id) socket.leave(room);
      socket.join(talk.id);
      const { tail: _, id: talkId, ...rest } = talk;
      ack({ ok: true, data: { ...rest, hasOlder: false, conversationId: talkId } });
    });
    socket.on('message:send', ({ conversationId, clientMessageId, text }, ack) => {
      const talk = open(conversationId);
      const known = talk.messages.find((m) => m.clientMessageId === clientMessageId);
      if (known) return ack({ ok: true, data: { messageId: known.id, isDuplicate: true } });
      const message: StoredMessage = {
        id: id('m'),
        author: 'user',
        text,
        cards: [],
        status: 'queued',
        clientMessageId,
        position: talk.messages.length,
        createdAt: new Date().toISOString(),
      };
      store(talk, message);
      ack({ ok: true, data: { messageId: message.id, isDuplicate: false } });
      talk.tail = talk.tail.then(() => answer(talk, message));
    });
    socket.on('decision:send', ({ conversationId, approvalId, decision }, ack) => {
      ack({ ok: true, data: { messageId: id('m'), isDuplicate: false } });
      decide(open(conversationId), approvalId, decision === 'approve');
    });
    socket.on('undo:send', ({ conversationId }, ack) => {
      ack({ ok: true, data: { messageId: id('m'), isDuplicate: false } });
      say(open(conversationId), id('t'), { text: 'Undone: **Jane Doe** is in the trash.' });
    });
  });
  return io;
}
