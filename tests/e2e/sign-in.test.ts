import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor, eventually, launchBrowser, signIn } from '../support/browser.ts';
import { ChatOnPage } from '../support/browser-chat.ts';
import { aDemoServer } from '../support/demo-server.ts';
import { aServer, DEMO_PASSWORD, type TestServer } from '../support/server.ts';
import { recordsOf } from '../support/server-records.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

describe('signing in', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await aDemoServer();
  });
  afterAll(() => server?.close());

  it('says that the password is wrong, keeps what was typed, and lets the right one in', async () => {
    const context = await aVisitor(browser, server);
    const page = await context.newPage();
    await page.goto('/');
    await page.getByLabel('E-mail').fill('sam@clianta.example');
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page
      .getByText(/password.*(wrong|not right|do not match|does not match)|wrong.*password/i)
      .waitFor();
    expect(await page.getByLabel('E-mail').inputValue()).toBe('sam@clianta.example');
    expect(await context.cookies()).toEqual([]);

    await page.getByLabel('Password').fill(DEMO_PASSWORD);
    await page.getByLabel('Password').press('Enter');
    await page.getByRole('heading', { name: 'What can I do for you, Sam?' }).waitFor();
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    await context.close();
  });

  it('stays signed in over a reload, until the person signs out', async () => {
    const context = await aVisitor(browser, server);
    const page = await context.newPage();
    await signIn(page);
    await page.reload();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();

    await page.getByRole('button', { name: /Sam Rivera.*account/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await context.cookies()).toEqual([]);
    await page.goto('/audit');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await context.close();
  });

  it('ends in every tab at once, and the next who signs in is shown in all of them', async () => {
    const context = await aVisitor(browser, server);
    const [page, other] = [await context.newPage(), await context.newPage()];
    await signIn(page);
    await other.goto('/pipelines');
    await other.getByRole('button', { name: /Sam Rivera.*account/ }).waitFor();
    await page.getByRole('button', { name: /Sam Rivera.*account/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await other.getByText('Your session has ended. Sign in again to go on.').waitFor();
    await signIn(page, 'lena@clianta.example');
    await other.getByRole('button', { name: /Lena Schmidt.*account/ }).waitFor();
    await context.close();
  });

  it('goes back to the sign-in page, saying why, when the session has ended elsewhere', async () => {
    const context = await aVisitor(browser, server);
    const page = await context.newPage();
    await signIn(page);
    await page.getByRole('link', { name: 'Pipelines' }).click();
    await page
      .getByText(/\d+ deals?, /)
      .last()
      .waitFor();
    await context.clearCookies();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByText('Your session has ended. Sign in again to go on.').waitFor();
    await context.close();
  });
});

describe('the first start without the demo company', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await aServer({ CLIANTA_DEMO: 'off' });
  });
  afterAll(() => server?.close());
  const printedSetUpAddress = () => /^ *Set up +(\S+)/m.exec(server.output())?.[1] ?? '';

  it('sets up a workspace and answers the first message in it', async () => {
    const context = await aVisitor(browser, server);
    const page = await context.newPage();
    await page.goto('/');
    await page.getByRole('heading', { name: 'Welcome to Clianta' }).waitFor();
    expect(await page.getByLabel('Set-up code').inputValue()).toBe('');
    await page.goto(new URL(printedSetUpAddress(), server.url).href);
    expect(await page.getByLabel('Set-up code').inputValue()).toMatch(/^\w{4}-\w{4}-\w{4}$/);
    await page.getByLabel('Workspace name').fill('Harbor Tools');
    await page.getByLabel('Your name').fill('Mara Lind');
    await page.getByLabel('E-mail').fill('mara@harbor.example');
    await page.getByLabel('Password').fill('too short');
    await page.getByRole('button', { name: 'Create workspace' }).click();
    expect(
      await page.getByLabel('Password').evaluate((input: HTMLInputElement) => input.validity.valid),
    ).toBe(false);
    await page.getByLabel('Password').fill('long enough now');
    await page.getByRole('button', { name: 'Create workspace' }).click();
    await page.getByRole('heading', { name: 'What can I do for you, Mara?' }).waitFor();
    await page.getByText('Harbor Tools').first().waitFor();
    const steps = page.getByRole('region', { name: 'What to do first' });
    for (const name of ['Connect an account', 'Connect a mailbox', 'Add teammates'])
      await steps.getByRole('link', { name }).waitFor();
    await steps.getByRole('link', { name: 'Import a file' }).click();
    await page.getByRole('heading', { name: 'Imports', exact: true }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'What can I do for you, Mara?' }).waitFor();

    const chat = new ChatOnPage(page);
    await chat.say('Add Ada Quist, ada@quist.example');
    await chat.card('Ada Quist').waitFor();
    const records = await recordsOf(server, { email: 'mara@harbor.example', password: 'long enough now' });
    expect(await records.list('contacts')).toMatchObject([{ name: 'Ada Quist', email: 'ada@quist.example' }]);
    await chat.say('Create a 12k deal for Ada Quist');
    await eventually(() => records.list('opportunities')).toMatchObject([{ amountMinor: 1_200_000 }]);
    await context.close();
  });

  it('does not offer the set-up a second time', async () => {
    const context = await aVisitor(browser, server);
    const page = await context.newPage();
    await page.goto('/');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await context.close();
  });
});
