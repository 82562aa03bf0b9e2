import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Exchange {
  method: string;
  path: string;
  /** As it was sent: JSON, or the fields of a form. */
  sent: unknown;
  status: number;
  answered: unknown;
}

const parsed = (text: string, type: string): unknown => {
  if (text === '') return undefined;
  if (type.includes('urlencoded')) return Object.fromEntries(new URLSearchParams(text));
  return type.includes('json') ? JSON.parse(text) : text;
};

/** Stands in front of a stand-in, and keeps what goes to it and comes from it. */
export async function recordedExchanges(standIn: string) {
  const exchanges: Exchange[] = [];
  const server = createServer(async (asked, answer) => {
    const body = await buffer(asked);
    const { host: _host, 'content-length': _length, connection: _connection, ...headers } = asked.headers;
    const given = await fetch(standIn + asked.url, {
      method: asked.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(body.length > 0 && { body }),
      redirect: 'manual',
    });
    const text = await given.text();
    exchanges.push({
      method: asked.method ?? 'GET',
      path: new URL(asked.url ?? '/', standIn).pathname,
      sent: parsed(body.toString(), String(asked.headers['content-type'] ?? '')),
      status: given.status,
      answered: parsed(text, given.headers.get('content-type') ?? ''),
    });
    answer
      .writeHead(given.status, { 'content-type': given.headers.get('content-type') ?? 'text/plain' })
      .end(text);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
