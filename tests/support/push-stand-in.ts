import { createDecipheriv, createECDH, type ECDH, hkdfSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { decodeJwt, type JWTPayload } from 'jose';
import { vi } from 'vitest';

interface ReceivedPush {
  path: string;
  headers: NodeJS.Dict<string | string[]>;
  /** What the server says of itself. */
  vapid: JWTPayload;
  body: Buffer;
}

export interface PushStandIn {
  origin: string;
  received: ReceivedPush[];
  /** Answers with this status from now on; default 201. */
  answer(status: number): void;
  /** A browser of its own. */
  subscribe(): StandInBrowser;
  /** @returns the pushes, once there are so many */
  pushes(count: number): Promise<ReceivedPush[]>;
  close(): Promise<void>;
}

interface StandInBrowser {
  endpoint: string;
  keys: { p256dh: string; auth: string };
  /** Reads what was encrypted for it (RFC 8291). */
  open(body: Buffer): { id: string; title: string; body?: string; path: string };
}

/** A push service of browsers, over HTTP. */
export async function aPushService(): Promise<PushStandIn> {
  const received: ReceivedPush[] = [];
  let status = 201;
  let count = 0;
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const token = /t=([^,]+)/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    received.push({ path: request.url ?? '', headers: request.headers, vapid: decodeJwt(token), body });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    received,
    answer: (next) => {
      status = next;
    },
    subscribe() {
      count += 1;
      return browser(`${origin}/browser/${count}`);
    },
    pushes: (wanted) =>
      vi.waitFor(() => {
        if (received.length < wanted) throw new Error(`${received.length} of ${wanted} pushes`);
        return received;
      }, 15_000),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function browser(endpoint: string): StandInBrowser {
  const own = createECDH('prime256v1');
  own.generateKeys();
  const auth = randomBytes(16);
  return {
    endpoint,
    keys: { p256dh: own.getPublicKey('base64url'), auth: auth.toString('base64url') },
    open: (body) => JSON.parse(decrypted(body, own, auth)),
  };
}

/** One record of `aes128gcm` (RFC 8188), its keys as RFC 8291 has them. */
function decrypted(body: Buffer, own: ECDH, auth: Buffer): string {
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const theirs = body.subarray(21, 21 + keyLength);
  const sealed = body.subarray(21 + keyLength);
  const derive = (key: Buffer, from: Buffer, info: Buffer, length: number) =>
    Buffer.from(hkdfSync('sha256', key, from, info, length));
  const about = Buffer.concat([Buffer.from('WebPush: info\0'), own.getPublicKey(), theirs]);
  const shared = derive(own.computeSecret(theirs), auth, about, 32);
  const key = derive(shared, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(shared, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
}
