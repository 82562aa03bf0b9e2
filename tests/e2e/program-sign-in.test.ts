import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aVisitor, launchBrowser } from '../support/browser.ts';
import { aDemoServer } from '../support/demo-server.ts';
import { SigningProgram } from '../support/program-sign-in.ts';
import { DEMO_PASSWORD, type TestServer } from '../support/server.ts';

let browser: Browser;
let server: TestServer;
/** The program, as it waits for the browser on its person's machine. */
let program: Server;
const back: URL[] = [];

beforeAll(async () => {
  program = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    if (url.pathname === '/callback') back.push(url);
    response.end('You can close this window.');
  }).listen(0, '127.0.0.1');
  [browser, server] = await Promise.all([launchBrowser(), aDemoServer()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  program.close();
});

it('signs somebody in, asks them, and leads back to the program, which is then listed', async () => {
  const { port } = program.address() as AddressInfo;
  const desk = new SigningProgram('read write', { redirect: `http://127.0.0.1:${port}/callback` });
  const mcp = `${server.url}/mcp`;
  const page = await (await aVisitor(browser, server)).newPage();
  await page.goto((await desk.ask(mcp)).href);
  await page.getByLabel('E-mail').fill('sam@clianta.example');
  await page.getByLabel('Password').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Let “Desk helper” use Clianta?' }).waitFor();
  await page.getByLabel('Read what you may see').check();
  await page.getByRole('button', { name: 'Let it in' }).click();
  await page.getByText('You can close this window.').waitFor();
  await desk.fetchKeys(mcp, back.at(-1) ?? new URL(mcp));
  expect(desk.kept?.scope).toBe('read');
  await page.goto(`${server.url}/settings/tokens`);
  await page.getByText(`Signed in, to 127.0.0.1:${port}`).waitFor();
  await page.getByRole('button', { name: 'Revoke Desk helper' }).click();
  await page.getByText('No tokens').waitFor();
  const refused = await fetch(mcp, {
    method: 'POST',
    headers: { authorization: `Bearer ${desk.kept?.access_token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(refused.status).toBe(401);
});
