import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { standInApi } from './stand-in-api.ts';
import { standInChat } from './stand-in-chat.ts';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));

interface Options {
  /** 0: any free port. */
  port: number;
  isSetUpNeeded?: boolean;
  /** Milliseconds between two words of an answer. */
  wordMs?: number;
}

/**
 * A server in place of the bot, for looking at the console and for its tests: rows in memory, scripted answers. It is
 * no product code and proves nothing about the bot. Sign in with any e-mail of the team and the password `demo`.
 */
export async function startStandIn({ port, isSetUpNeeded = false, wordMs = 40 }: Options) {
  const app = standInApi({ isSetUpNeeded });
  if (existsSync(DIST)) {
    app.use(express.static(DIST));
    app.get('/{*path}', (_, response) => response.sendFile('index.html', { root: DIST }));
  }
  const http = createServer(app);
  const io = standInChat(http, { wordMs });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return { origin, io, stop: () => io.close() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { origin } = await startStandIn({ port: Number(process.env.PORT ?? 3000) });
  console.log(`Stand-in server at ${origin}; mara@harborline.example, password demo`);
}
