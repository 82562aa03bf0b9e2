import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aPage, eventually, launchBrowser } from '../support/browser.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';

let browser: Browser;
let server: TestServer;
let page: Page;
const sockets: string[] = [];

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), aDemoServer()]);
  page = await aPage(browser, server);
  page.on('websocket', (socket) => socket.on('framereceived', () => sockets.push(socket.url())));
  await page.reload();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

it('lets the page speak with its own server over a WebSocket', async () => {
  await eventually(() => sockets.length).toBeGreaterThan(0);
  expect(new URL(sockets[0] ?? '').host).toBe(new URL(server.url).host);
});

it('lets the page open no other connection', async () => {
  const blocked = (address: string) =>
    page.evaluate(
      (to) =>
        new Promise<string>((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.blockedURI), {
            once: true,
          });
          if (to.startsWith('ws')) new WebSocket(to);
          else fetch(to).catch(() => {});
          setTimeout(() => resolve('nothing was blocked'), 3_000);
        }),
      address,
    );
  expect(await blocked('ws://127.0.0.1:9/')).toContain('ws://127.0.0.1:9');
  expect(await blocked('wss://evil.example/')).toContain('wss://evil.example');
  expect(await blocked('http://evil.example/')).toContain('http://evil.example');
});
