import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { discord } from './discord.definition.ts';
import { InteractionGuard, publicKeyOf } from './interactions/interaction-guard.ts';

const pair = generateKeyPairSync('ed25519');
const hexOf = (der: Buffer) => der.subarray(-32).toString('hex');
const ours = hexOf(pair.privateKey.export({ format: 'der', type: 'pkcs8' }));
const publicKey = hexOf(pair.publicKey.export({ format: 'der', type: 'spki' }));

it('replays an event as the server takes it, signed by a key of one’s own', () => {
  const env = discord.env.parse({ DISCORD_REPLAY_KEY: ours });
  const { body, headers = {} } = discord.replay?.(env, '{ "type": 1 }') ?? { body: '' };
  const [timestamp, signature] = [headers['X-Signature-Timestamp'], headers['X-Signature-Ed25519']];
  expect(new InteractionGuard(publicKeyOf(publicKey)).accepts(timestamp, signature, Buffer.from(body))).toBe(
    true,
  );
  expect(() => discord.replay?.({}, '{}')).toThrow(/Only Discord can sign/);
});
