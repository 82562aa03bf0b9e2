import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import { type TurnEvent, turnEventSchema } from '@clianta/agents/turn-event.schema';
import { logger } from '@clianta/crm-core/logger';
import { z } from 'zod';
import type { Channel, IncomingFile, Problem, Receipt } from '../../channel.ts';
import { drawTurn } from './draw-turn.ts';
import type { ServerFile, TerminalHost } from './host.ts';
import { NO_UNDO } from './no-undo.ts';
import { UNREAD_ONES } from './notice-teller.ts';

/** A connection that breaks is made again, with the same message id: what was taken is not done twice. */
const ATTEMPTS = 6;
const FIRST_WAIT_MS = 250;
const WAIT_FACTOR = 2;

const refusalSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), reference: z.string().optional() }),
});
const NO_ANSWER = 'The connection to the server broke, and it does not answer. Please try again.';

/** A terminal beside a running server: what is said goes to the API, the turn comes back as server-sent events. */
export function hostByServer(server: ServerFile): TerminalHost {
  return {
    where: `the server at ${server.url}`,
    workspaceId: server.workspaceId,
    userId: '',
    notices: {
      everyMs: 15_000,
      async unread() {
        const { where, sort, limit } = UNREAD_ONES;
        const query = new URLSearchParams({ filter: JSON.stringify({ where }), sort, limit: String(limit) });
        const { records } = noticesSchema.parse(await call(server, `/notices?${query}`));
        return records;
      },
      async seen(ids) {
        const body = { state: 'read' };
        for (const id of ids) await call(server, `/notices/${id}`, { method: 'PATCH', body });
      },
    },
    serve: (channel) =>
      channel.start({
        message: async ({ text, externalId, thread, files = [] }) => {
          const sent: SentFile[] = [];
          for (const file of files) {
            const one = await send(server, file);
            if ('problem' in one) return { isTaken: false, problem: one.problem };
            sent.push(one);
          }
          return post(server, channel, thread, externalId, {
            message: text,
            thread: thread.threadId,
            ...(sent.length > 0 && { files: sent }),
          });
        },
        decision: ({ decision, externalId, thread }) =>
          post(server, channel, thread, externalId, { decision, thread: thread.threadId }),
        undo: async () => NO_UNDO,
        choice: ({ choice, externalId, thread }) =>
          post(server, channel, thread, externalId, { choice, thread: thread.threadId }),
      }),
    close: async () => {},
  };
}

const noticesSchema = z.object({
  records: z.array(z.object({ id: z.string(), title: z.string(), body: z.string().optional() })),
});

/** One request of the REST API. @throws Error when it is refused */
async function call(
  { url, token, workspaceId }: ServerFile,
  path: string,
  { method = 'GET', body }: { method?: string; body?: object } = {},
): Promise<unknown> {
  const response = await fetch(`${url}/api/workspaces/${workspaceId}${path}`, {
    method,
    headers: headersOf(token),
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return response.json();
}

interface SentFile {
  name: string;
  fileId: string;
}

/** Sends a file in before its message. */
async function send(
  { url, token, workspaceId }: ServerFile,
  file: IncomingFile,
): Promise<SentFile | { problem: Problem }> {
  const form = new FormData();
  form.set('file', new Blob([Buffer.from(await file.read())]), file.name);
  const { 'Content-Type': _json, ...headers } = headersOf(token);
  const response = await fetch(`${url}/api/workspaces/${workspaceId}/attachments`, {
    method: 'POST',
    headers,
    body: form,
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) {
    const { id, name } = keptSchema.parse(answer);
    return { name, fileId: id };
  }
  const refusal = refusalSchema.safeParse(answer);
  const message = `The server answered ${response.status}.`;
  return { problem: refusal.success ? refusal.data.error : { code: 'upstream', message } };
}

const keptSchema = z.object({ id: z.string(), name: z.string() });

const headersOf = (token: string) => ({
  Authorization: `Bearer ${token}`,
  'Content-Type': 'application/json',
  'X-Clianta-Client': 'terminal',
});

/** Resolves once the server has stored it; the turn is drawn meanwhile. */
async function post(
  server: ServerFile,
  channel: Channel,
  to: ThreadAddress,
  id: string,
  body: object,
): Promise<Receipt> {
  const first = await begin(server, id, body);
  if ('problem' in first) return { isTaken: false, problem: first.problem };
  void follow(first.events, () => begin(server, id, body), channel, to, id);
  return { isTaken: true, messageId: id, turnId: id, isDuplicate: false };
}

type Begun = { events: AsyncIterable<TurnEvent> } | { problem: Problem };

async function begin({ url, token, workspaceId }: ServerFile, id: string, body: object): Promise<Begun> {
  let waitMs = FIRST_WAIT_MS;
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(`${url}/api/workspaces/${workspaceId}/agents/chat`, {
        method: 'POST',
        headers: { ...headersOf(token), Accept: 'text/event-stream' },
        body: JSON.stringify({ ...body, clientMessageId: id }),
      });
      if (response.ok && response.body) return { events: serverEvents(response.body) };
      const refusal = refusalSchema.safeParse(await response.json().catch(() => undefined));
      const message = `The server answered ${response.status}.`;
      return { problem: refusal.success ? refusal.data.error : { code: 'upstream', message } };
    } catch (error) {
      logger.info({ err: error, attempt }, 'server could not be reached');
      if (attempt === ATTEMPTS) return { problem: { code: 'upstream', message: NO_ANSWER } };
    }
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    waitMs *= WAIT_FACTOR;
  }
}

/** Draws the turn to its end, over as many connections as it takes. */
async function follow(
  events: AsyncIterable<TurnEvent>,
  again: () => Promise<Begun>,
  channel: Channel,
  to: ThreadAddress,
  turnId: string,
): Promise<void> {
  let current = events;
  for (let attempt = 1; ; attempt++) {
    try {
      if (await drawTurn(channel, to, turnId, current)) return;
    } catch (error) {
      logger.info({ err: error }, 'connection broke in the middle of a turn');
    }
    const next = attempt < ATTEMPTS ? await again() : undefined;
    if (!next || 'problem' in next) {
      const text = next?.problem.message ?? NO_ANSWER;
      return void (await channel.send(to, { text, cards: [] }, turnId));
    }
    current = next.events;
  }
}

/** Reads server-sent events; each carries one turn event as JSON. */
async function* serverEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<TurnEvent> {
  const decoder = new TextDecoder();
  let buffer = '';
  for await (const chunk of body) {
    buffer += decoder.decode(chunk, { stream: true });
    const blocks = buffer.split('\n\n');
    buffer = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block.split('\n').find((line) => line.startsWith('data: '));
      if (data) yield turnEventSchema.parse(JSON.parse(data.slice('data: '.length)));
    }
  }
}
