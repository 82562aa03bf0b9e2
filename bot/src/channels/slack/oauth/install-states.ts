import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { SeenStore } from '../../../channel-kit/seen-events.ts';

/** As long as a link code holds. */
export const STATE_MS = 10 * 60_000;

/** What an admin's browser keeps while they are at Slack: the state that Slack brings back, and their link code. */
const KEPT = /^([\w-]{43})\.([a-z0-9]{4}-?[a-z0-9]{4})$/i;

/** @returns `kept` for a cookie of the browser that begins, `state` for Slack to bring back */
export function beginInstall(linkCode: string): { state: string; kept: string } {
  const state = randomBytes(32).toString('base64url');
  return { state, kept: `${state}.${linkCode}` };
}

/**
 * Whether Slack brings back the state of this very browser, which it does once.
 *
 * @returns the link code; undefined when the state is another one, or was used
 */
export async function finishInstall(
  seen: SeenStore,
  { state, kept }: { state: string; kept: string | undefined },
): Promise<string | undefined> {
  const [, own = '', linkCode] = KEPT.exec(kept ?? '') ?? [];
  const [given, expected] = [Buffer.from(state), Buffer.from(own)];
  if (!linkCode || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const key = `install:${state}`;
  if (await seen.has(key)) return undefined;
  await seen.add(key);
  return linkCode;
}
