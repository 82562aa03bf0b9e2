import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, eventually, launchBrowser } from '../support/browser.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';
import { anSmtpServer, type SmtpStandIn } from '../support/smtp-stand-in.ts';

describe('mailboxes in the settings', () => {
  let server: TestServer;
  let smtp: SmtpStandIn;
  let browser: Browser;
  beforeAll(async () => {
    smtp = await anSmtpServer();
    server = await aDemoServer({ MAIL_PRIVATE_HOSTS: `127.0.0.1:${smtp.port}` });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await smtp?.close();
  });

  it('guesses the servers, says what is wrong with the password, connects, tests, pauses', async () => {
    const page = await aPage(browser, server);
    await page.goto('/settings/mailboxes');
    await page.getByRole('button', { name: 'Connect a mailbox' }).click();
    const dialog = page.getByRole('dialog', { name: 'Connect a mailbox' });
    await dialog.getByLabel('Address').fill('sam@gmail.com');
    await dialog.getByLabel('Password').fill('wrong');
    await dialog.getByText('It takes an app password').waitFor();
    const outgoing = dialog.getByRole('group', { name: 'Outgoing' });
    await eventually(() => outgoing.getByLabel('Server').inputValue()).toBe('smtp.gmail.com');
    await outgoing.getByLabel('Server').fill('127.0.0.1');
    await outgoing.getByLabel('Port').fill(String(smtp.port));
    await outgoing.getByLabel('Encryption').selectOption('none');
    await dialog.getByRole('group', { name: 'Incoming' }).getByLabel('Server').fill('');
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await dialog.getByText('is refused by the mail server').waitFor();
    await dialog.getByLabel('Password').fill(smtp.password);
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('is connected. Send yourself a test.').waitFor();
    await page.getByRole('button', { name: 'Test sam@gmail.com' }).click();
    await page.getByText('A test from sam@gmail.com was sent to you.').waitFor();
    expect(smtp.arrived.map(({ to }) => to)).toEqual([['sam@clianta.example']]);
    smtp.atEnd = ['drop'];
    await page.getByRole('button', { name: 'Test sam@gmail.com' }).click();
    await page.getByText('The server was handed the mail and did not answer').first().waitFor();
    await page.getByLabel('Never write to').fill('Bob@X.example');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const list = page.getByRole('list', { name: 'Addresses without mail' });
    await list.getByText('bob@x.example').waitFor();
    await list.getByText('By the team').waitFor();
    await page.getByRole('button', { name: 'Change sam@gmail.com' }).click();
    const edit = page.getByRole('dialog', { name: 'sam@gmail.com' });
    await edit.getByLabel('The team sends from it').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Pause sam@gmail.com' }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await page.context().close();
  });
});
