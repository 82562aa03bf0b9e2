import { existsSync } from 'node:fs';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';
import { expect } from 'vitest';
import { DEMO_PASSWORD, type TestServer } from './server.ts';

/** Longest wait for something that should be on the screen at once. */
const SOON_MS = 15_000;

const PROGRAMS = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

export function launchBrowser(): Promise<Browser> {
  const executablePath = PROGRAMS.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('No Chromium found. Install chromium, or set CHROMIUM_PATH.');
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A visitor with a browser profile of their own: no cookies, nothing stored. */
export async function aVisitor(
  browser: Browser,
  server: Pick<TestServer, 'url'>,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    timezoneId: 'America/New_York',
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(SOON_MS);
  return context;
}

/** Signs in through the page, as a person does. */
export async function signIn(
  page: Page,
  email = 'sam@clianta.example',
  password = DEMO_PASSWORD,
): Promise<void> {
  await page.goto('/');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** A signed-in person's page. */
export async function aPage(
  browser: Browser,
  server: Pick<TestServer, 'url'>,
  options: BrowserContextOptions & { email?: string } = {},
): Promise<Page> {
  const { email, ...rest } = options;
  const page = await (await aVisitor(browser, server, rest)).newPage();
  await signIn(page, email);
  return page;
}

/** Reads again and again until what is read is as expected: `await eventually(() => ...).toBe(...)`. */
export const eventually = <T>(read: () => T | Promise<T>) =>
  expect.poll(read, { timeout: SOON_MS, interval: 30 });

/** The text of an element as a person sees it: without what is hidden, and with its line breaks. */
// biome-ignore lint/performance/useDomNodeTextContent: textContent also gives what nobody sees
export const seen = (element: Locator): Promise<string> => element.innerText();
