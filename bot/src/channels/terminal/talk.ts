import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TurnEvent, turnEventSchema } from '@clianta/agents/turn-event.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { UpstreamError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import type { Config } from '../../config.ts';

/** Says one thing and streams what comes of it. */
export interface Talk {
  /** "the server at ..." or "this process". */
  where: string;
  say(text: string): Promise<AsyncIterable<TurnEvent>>;
  close(): Promise<void>;
}

const serverFileSchema = z.object({
  url: z.url(),
  pid: z.number(),
  token: z.string(),
  workspaceId: z.string(),
});

/** Beside a running server through its API; without one everything runs in this process. */
export async function openTalk(config: Config, thread: string): Promise<Talk> {
  const file = join(config.DATA_DIR, 'run', 'server.json');
  if (existsSync(file)) {
    const found = serverFileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (found.success && (await answers(found.data.url))) return talkToServer(found.data, thread);
  }
  // the whole product is loaded only when there is no server to talk to
  const { talkAlone } = await import('./talk-alone.ts');
  return talkAlone(config, thread);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) })).status < 600;
  } catch {
    return false;
  }
}

function talkToServer({ url, token, workspaceId }: z.infer<typeof serverFileSchema>, thread: string): Talk {
  return {
    where: `the server at ${url}`,
    async say(text) {
      const response = await fetch(`${url}/api/workspaces/${workspaceId}/agents/chat`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${token}`,
          'Content-Type': 'application/json',
          Accept: 'text/event-stream',
          'X-Clianta-Client': 'terminal',
        },
        body: JSON.stringify({ message: text, thread, clientMessageId: newId() }),
      });
      if (!response.ok || !response.body) {
        const body = (await response.json().catch(() => undefined)) as
          | { error?: { message?: string } }
          | undefined;
        throw new UpstreamError(body?.error?.message ?? `The server answered ${response.status}.`);
      }
      return serverEvents(response.body);
    },
    close: async () => {},
  };
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
