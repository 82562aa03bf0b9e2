import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Channel, ChannelInputs } from '../../channel.ts';
import type { Config } from '../../config.ts';
import type { Notices } from './notice-teller.ts';

/** What answers a terminal: a running server, or this process. */
export interface TerminalHost {
  /** "the server at ..." or "this process". */
  where: string;
  workspaceId: string;
  /** Empty where the server knows it by the session. */
  userId: string;
  notices: Notices;
  serve(channel: Channel<ChannelInputs>): Promise<void>;
  close(): Promise<void>;
}

const serverFileSchema = z.object({
  url: z.url(),
  pid: z.number(),
  token: z.string(),
  workspaceId: z.string(),
});
export type ServerFile = z.infer<typeof serverFileSchema>;

/**
 * Beside a running server through its API; without one everything runs in this process.
 *
 * @param isLong - it stays open for a conversation: then what waits for its time is done here too
 */
export async function openHost(config: Config, isLong: boolean): Promise<TerminalHost> {
  const file = join(config.DATA_DIR, 'run', 'server.json');
  if (existsSync(file)) {
    const found = serverFileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (found.success && (await answers(found.data.url))) {
      const { hostByServer } = await import('./host-by-server.ts');
      return hostByServer(found.data);
    }
  }
  // the whole product is loaded only when there is no server to talk to
  const { hostAlone } = await import('./host-alone.ts');
  return hostAlone(config, isLong);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) })).status < 600;
  } catch {
    return false;
  }
}
