import { fileURLToPath } from 'node:url';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signedIn } from '../support/api-server.ts';
import { aVisitor, eventually, launchBrowser } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { aDemoServer } from '../support/demo-server.ts';
import { HOSTILE_STYLE } from '../support/hostile-style.ts';
import { aMailServer, type MailServer } from '../support/mail-server.ts';
import type { TestServer } from '../support/server.ts';

const docs = fileURLToPath(new URL('../../docs/widget', import.meta.url));
const QUESTION = 'Do you deliver to Norway?';
const ARABIC = 'هل تشحنون إلى النرويج؟';
const PDF = { name: 'order-4711.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') };

let server: TestServer;
let browser: Browser;
let mailServer: MailServer;
beforeAll(async () => {
  mailServer = await aMailServer();
  server = await aDemoServer({ MAIL_URL: mailServer.url, MAIL_FROM: 'Rivera <crm@clianta.example>' });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await mailServer?.close();
});

/** A visitor who has no mouse, on a small phone, in the frame of the chat. */
class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get frame(): Frame {
    const frame = this.#page.frames().find((one) => one.url().includes('/visit/'));
    if (!frame) throw new Error('the chat is not open');
    return frame;
  }

  /** What has the focus in the frame: its id, or what it says. */
  focused(): Promise<string> {
    return this.frame.evaluate(() => {
      const one = document.hasFocus() ? document.activeElement : undefined;
      return one?.id || one?.textContent || '';
    });
  }

  /** Goes on until it has the focus, as far as there is anything. */
  async to(what: string): Promise<void> {
    for (let step = 0; step < 16 && (await this.focused()) !== what; step++)
      await this.#page.keyboard.press('Tab');
    expect(await this.focused()).toBe(what);
  }

  async say(text: string): Promise<void> {
    await this.to('text');
    await this.#page.keyboard.insertText(text);
    await this.#page.keyboard.press('Enter');
  }

  /** Nothing is wider than the screen, what is pressed is large enough, and axe-core has no objection, in light and dark. With PICTURES=1 it is pictured. */
  async isFit(name: string): Promise<void> {
    for (const colorScheme of ['dark', 'light'] as const) {
      await this.#page.emulateMedia({ colorScheme });
      expect(await objectionsTo(this.frame), `${name}, ${colorScheme}`).toEqual([]);
    }
    expect(await this.frame.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name).toBe(
      true,
    );
    const small = await this.frame.evaluate(() =>
      [...document.querySelectorAll('button, input, textarea')]
        .map((one) => ({ id: one.id, box: one.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && (box.width < 44 || box.height < 44 || box.right > innerWidth))
        .map(({ id, box }) => `${id} ${box.width} x ${box.height}`),
    );
    expect(small, name).toEqual([]);
    if (process.env.PICTURES) await this.#page.screenshot({ path: `${docs}/visitor-${name}.png` });
  }
}

it('a visitor asks, sends a file, has a copy mailed and is handed over, by keyboard alone, on 320 px of a page that lays its hands on everything and reads from right to left', async () => {
  const sam = await signedIn(server);
  const { id } = (await sam.call('POST', '/widget-sites', { origin: new URL(server.url).origin })).body;
  await sam.call('POST', '/business-profiles', {
    isOn: true,
    greeting: 'Hello! How can we help?',
    consent: 'We keep what you write for 90 days.',
    faq: [{ question: QUESTION, answer: 'Yes, within a week, and free from $200.' }],
  });
  const context = await aVisitor(browser, server, { viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  const script = `<script src="/widget.js" data-site="${id}" data-visitors async></script>`;
  const body = `<!doctype html><html lang="ar" dir="rtl"><title>Hostile</title>${HOSTILE_STYLE}<h1>Ours</h1>${script}`;
  await page.route('**/hostile', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto('/hostile');
  const opener = page.getByRole('button', { name: 'Open the chat' });
  await opener.waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const chat = page.frameLocator('iframe[title="Chat"]');
  await chat.getByText('Hello! How can we help?').waitFor();
  const keyboard = new Keyboard(page);
  await keyboard.isFit('begins');

  await keyboard.say(QUESTION);
  await chat.getByText('within a week').waitFor();
  const chooser = page.waitForEvent('filechooser');
  await keyboard.to('attach');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(PDF);
  await chat.getByText('order-4711.pdf, 15 bytes').waitFor();
  expect(await keyboard.focused()).toBe('text');
  await keyboard.say(ARABIC);
  const arabic = chat.locator('.said.visitor .words', { hasText: 'النرويج' });
  await arabic.waitFor();
  expect(await arabic.evaluate((said) => getComputedStyle(said).direction)).toBe('rtl');
  await keyboard.isFit('file');

  await keyboard.to('copy-open');
  await page.keyboard.press('Enter');
  expect(await keyboard.focused()).toBe('copy-field');
  await page.keyboard.insertText('lisa@farm.example');
  await keyboard.isFit('copy');
  await page.keyboard.press('Enter');
  await chat.getByLabel('The code that we have mailed to you').waitFor();
  const [mail] = await mailServer.mailTo('lisa@farm.example');
  await page.keyboard.insertText(/^\s*(\d{6})\s*$/m.exec(mail?.source ?? '')?.[1] ?? '');
  await keyboard.isFit('code');
  await page.keyboard.press('Enter');
  await chat.getByText('The copy is on its way.').waitFor();
  expect(await keyboard.focused()).toBe('copy-open');
  expect((await mailServer.mailTo('lisa@farm.example', 2))[1]?.source).toContain(QUESTION);

  await keyboard.say('I want to talk to a person');
  const { records } = (await sam.call('GET', '/visitor-chats?limit=1')).body as { records: [{ id: string }] };
  await sam.call('POST', `/visitor-chats/${records[0].id}/reply`, { text: 'This is about your order 4711?' });
  await chat.getByText('This is about your order 4711?').waitFor();
  await chat.getByText('Sam', { exact: true }).waitFor();
  await keyboard.isFit('person');

  await context.setOffline(true);
  await keyboard.say('Yes, it is');
  await chat.getByText('No connection.').waitFor();
  await keyboard.say('The red one');
  await keyboard.isFit('offline');
  await context.setOffline(false);
  await eventually(() => chat.locator('.said.failed').count()).toBe(0);
  // in the order in which it was said, a file that takes longer than a sentence included
  const own = (await chat.locator('.said.visitor').allTextContents()).map((said) =>
    said.replace('You: ', ''),
  );
  expect(own).toEqual([
    QUESTION,
    'order-4711.pdf, 15 bytes',
    ARABIC,
    'I want to talk to a person',
    'Yes, it is',
    'The red one',
  ]);

  await page.keyboard.press('Escape');
  await page.locator('iframe').waitFor({ state: 'hidden' });
  expect(await opener.evaluate((one) => (one.getRootNode() as ShadowRoot).activeElement === one)).toBe(true);
  await context.close();
});
