import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, launchBrowser } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { aDemoServer } from '../support/demo-server.ts';
import { anImapServer, hasDovecot, type ImapServer } from '../support/imap-server.ts';
import type { TestServer } from '../support/server.ts';
import { anSmtpServer, type SmtpStandIn } from '../support/smtp-stand-in.ts';

const mail = (subject: string, id: string, body: string, more = '') =>
  `From: Nora Berg <nora@tulips.example>\nTo: sam@own-firm.example\nSubject: ${subject}\nMessage-ID: <${id}@tulips.example>\nDate: ${new Date(Date.now() - 3_600_000).toUTCString()}\n${more}\n${body}\n`;

describe.skipIf(!hasDovecot)('the mail of a team', () => {
  let server: TestServer;
  let browser: Browser;
  let imap: ImapServer;
  let smtp: SmtpStandIn;
  beforeAll(async () => {
    [imap, smtp] = await Promise.all([anImapServer(), anSmtpServer()]);
    server = await aDemoServer({ MAIL_PRIVATE_HOSTS: `127.0.0.1:${imap.port},127.0.0.1:${smtp.port}` });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await imap?.close();
    await smtp?.close();
  });

  /** As the page would call it. */
  const call = (page: Page, path: string, body: object) =>
    page.evaluate(
      async ([at, sent]) => {
        const me = await (await fetch('/api/auth/me')).json();
        const response = await fetch(`/api/workspaces/${me.workspaces[0].id}${at}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'x-clianta-client': 'web',
            'x-clianta-user': me.user.id,
          },
          body: JSON.stringify(sent),
        });
        return { status: response.status, text: await response.text() };
      },
      [path, body] as const,
    );

  it('is shown by whose turn it is, read without fetching anything, answered, and put away', async () => {
    const page = await aPage(browser, server);
    const foreign: string[] = [];
    page.on(
      'request',
      (request) =>
        !request.url().startsWith(server.url) &&
        !request.url().startsWith('data:') &&
        foreign.push(request.url()),
    );
    await call(page, '/contacts', { name: 'Nora Berg', email: 'nora@tulips.example' });
    await imap.put(
      mail(
        'Delivery of the spring bulbs',
        'a',
        '<h2>Hello Sam</h2><p>When do you <b>deliver</b>? We need 400 by <i>Friday</i>.</p><table border="1"><tr><td>Tulips</td><td>400</td></tr></table><img src="https://spy.example/x.gif">',
        'Content-Type: text/html\n',
      ),
    );
    await imap.put(mail('Opening hours', 'b', 'Are you open on Saturday?\n\nNora'));
    const at = (port: number) => ({ host: '127.0.0.1', port, security: 'none' });
    const made = await call(page, '/email-accounts/connect', {
      address: 'sam@own-firm.example',
      smtp: at(smtp.port),
      imap: at(imap.port),
      password: smtp.password,
    });
    expect(made.status, made.text).toBe(201);
    const row = page.getByRole('navigation', { name: 'Threads' }).getByText('Delivery of the spring bulbs');
    await expect
      .poll(
        async () => {
          await page.goto('/mail');
          await page.getByRole('heading', { name: 'Mail' }).waitFor();
          await page.waitForTimeout(300);
          return row.count();
        },
        { timeout: 40_000 },
      )
      .toBe(1);
    await row.click();
    const thread = page.getByRole('region', { name: 'Delivery of the spring bulbs' });
    await thread.waitFor();
    await thread.frameLocator('iframe').getByText('deliver', { exact: true }).waitFor();
    if (process.env.PICTURES_OF_MAIL)
      await page.screenshot({ path: `${process.env.PICTURES_OF_MAIL}/mail-1280.png` });
    expect(await objectionsTo(page)).toEqual([]);
    await page.setViewportSize({ width: 420, height: 900 });
    if (process.env.PICTURES_OF_MAIL)
      await page.screenshot({ path: `${process.env.PICTURES_OF_MAIL}/mail-420.png` });
    await page.setViewportSize({ width: 1280, height: 800 });
    await thread.getByLabel('Your answer').fill('On Thursday.');
    await thread.getByRole('button', { name: 'Send' }).click();
    await thread.getByText('It is on its way.').waitFor();
    await expect.poll(() => smtp.arrived.length, { timeout: 15_000 }).toBe(1);
    await page.getByRole('link', { name: 'Waiting' }).click();
    await page
      .getByRole('navigation', { name: 'Threads' })
      .getByText('Delivery of the spring bulbs')
      .waitFor();
    await page.getByRole('region').getByRole('button', { name: 'Done' }).click();
    await page.getByText('No thread is waiting').waitFor();
    expect(foreign).toEqual([]);
  });

  it('shows how a template reads', async () => {
    const page = await aPage(browser, server);
    const { text } = await call(page, '/email-templates', {
      name: 'Welcome',
      subject: 'Welcome, {{ contact.firstName | default: "friend" }}',
      preheader: 'Good to have you',
      blocks: [
        { kind: 'heading', text: 'Welcome {{ contact.firstName | default: "there" }}' },
        { kind: 'text', text: 'It is good to have you.\n\nHere is how to begin:' },
        { kind: 'list', items: ['Sign in', 'Say what you need'] },
        { kind: 'button', label: 'Begin', url: 'https://example.com/begin' },
        { kind: 'footer', text: 'Clianta, Main Street 1' },
      ],
    });
    await page.goto(`/records/email-templates/${JSON.parse(text).id}`);
    await page.frameLocator('iframe[title="The mail"]').getByText('It is good to have you.').waitFor();
    if (process.env.PICTURES_OF_MAIL)
      await page.screenshot({ path: `${process.env.PICTURES_OF_MAIL}/template-1280.png`, fullPage: true });
  });
});
