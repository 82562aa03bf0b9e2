import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { DISCORD_PATH } from '@clianta/bot/channels/discord/discord-path';

const ours = generateKeyPairSync('ed25519');
const others = generateKeyPairSync('ed25519');

/** As Discord shows it to the app's developer: the last 32 bytes of the key in DER. */
export const DISCORD_PUBLIC_KEY = ours.publicKey
  .export({ format: 'der', type: 'spki' })
  .subarray(-32)
  .toString('hex');

interface SignedRequest {
  body: string | Buffer;
  headers: Record<string, string>;
}

/** A request as Discord signs it. @param timestamp - in seconds; default now */
export function signedByDiscord(
  body: string,
  {
    timestamp = Math.floor(Date.now() / 1_000),
    isForged = false,
  }: { timestamp?: number | string; isForged?: boolean } = {},
): SignedRequest {
  const key: KeyObject = isForged ? others.privateKey : ours.privateKey;
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-signature-timestamp': String(timestamp),
      'x-signature-ed25519': sign(null, Buffer.from(`${timestamp}${body}`), key).toString('hex'),
    },
  };
}

/** @returns the status and the answer */
export async function sendToDiscordPath(
  url: string,
  { body, headers }: SignedRequest,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${url}${DISCORD_PATH}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(Buffer.from(body)),
  });
  const text = await response.text();
  return { status: response.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} };
}
