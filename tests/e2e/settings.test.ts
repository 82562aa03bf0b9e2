import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../support/authenticator.ts';
import { aPage, aVisitor, eventually, launchBrowser, seen, signIn } from '../support/browser.ts';
import { ChatOnPage } from '../support/browser-chat.ts';
import { aDemoServer } from '../support/demo-server.ts';
import { DEMO_PASSWORD, type TestServer } from '../support/server.ts';

describe('the security of accounts, and what agents may do', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await aDemoServer();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('recovers a password by a link, which is revoked when it is not wanted any more', async () => {
    const page = await aPage(browser, server);
    await page.goto('/settings/team');
    const link = async () => {
      await page.getByRole('button', { name: 'New password for Lena Schmidt' }).click();
      const text = await seen(page.getByRole('dialog', { name: 'A link for Lena Schmidt' }).locator('code'));
      await page.getByRole('button', { name: 'Done' }).click();
      return text;
    };
    const visitor = await (await aVisitor(browser, server)).newPage();
    const choose = async (address: string) => {
      await visitor.goto('about:blank');
      await visitor.goto(address);
      await visitor.getByLabel('Password').fill('lenas new password');
      await visitor.getByRole('button', { name: 'Save and sign in' }).click();
    };
    const first = await link();
    await page.getByRole('button', { name: 'Revoke link of Lena Schmidt' }).click();
    await eventually(() => page.getByRole('button', { name: /^Revoke link/ }).count()).toBe(0);
    await choose(first);
    await visitor.getByRole('alert').getByText('was used before').waitFor();
    await choose(await link());
    await visitor.getByRole('heading', { name: /What can I do for you, Lena/ }).waitFor();
    await visitor.context().close();
    await page.context().close();
  });

  it('sets up a second factor, signs in with it, and ends that session from elsewhere', async () => {
    const email = 'akira@clianta.example';
    const page = await aPage(browser, server, { email });
    await page.goto('/settings/account');
    const panel = page.getByRole('region', { name: 'Second factor' });
    await panel.getByLabel('Your password').fill(DEMO_PASSWORD);
    await panel.getByRole('button', { name: 'Set it up' }).click();
    await panel.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
    const secret = (await seen(panel.locator('.secret'))).replace(/\s/g, '');
    await panel.getByLabel('Code of the app').fill(codeOf(secret));
    await panel.getByRole('button', { name: 'Turn it on' }).click();
    const codes = page.getByRole('dialog', { name: 'Recovery codes' });
    const [recovery = ''] = (await seen(codes.locator('code'))).split(/\s+/);
    await codes.getByRole('button', { name: 'Done' }).click();
    await panel.getByText('It is on. 10 recovery codes are left.').waitFor();

    const elsewhere = await (await aVisitor(browser, server)).newPage();
    await elsewhere.goto('/');
    await elsewhere.getByLabel('E-mail').fill(email);
    await elsewhere.getByLabel('Password').fill(DEMO_PASSWORD);
    await elsewhere.getByRole('button', { name: 'Sign in' }).click();
    await elsewhere.getByLabel('Code').fill('000000');
    await elsewhere.getByRole('button', { name: 'Sign in', exact: true }).click();
    await elsewhere.getByRole('alert').getByText('The code is wrong.').waitFor();
    await elsewhere.getByLabel('Code').fill(recovery);
    await elsewhere.getByRole('button', { name: 'Sign in', exact: true }).click();
    await elsewhere.getByRole('navigation', { name: 'Main' }).waitFor();

    await page.reload();
    const sessions = page.getByRole('region', { name: 'Where you are signed in' });
    await sessions
      .getByRole('button', { name: /^End Chrome/ })
      .first()
      .click();
    await elsewhere.getByText('Your session has ended. Sign in again to go on.').waitFor();
    await elsewhere.context().close();
    await page.context().close();
  });

  it('makes an API token, which works until it is revoked', async () => {
    const page = await aPage(browser, server);
    await page.goto('/settings/tokens');
    await page.getByRole('button', { name: 'Make a token' }).click();
    const dialog = page.getByRole('dialog', { name: 'Make a token' });
    await dialog.getByLabel('What it is for').fill('Website form');
    await dialog.getByRole('button', { name: 'Make the token' }).click();
    const token = await seen(page.getByRole('dialog', { name: 'Your token' }).locator('code'));
    await page.getByRole('button', { name: 'Done' }).click();
    const workspaceId = await page.evaluate(async () => {
      const response = await fetch('/api/auth/me');
      return (await response.json()).workspaces[0].id as string;
    });
    const status = async () => {
      const path = `${server.url}/api/workspaces/${workspaceId}/contacts?limit=1`;
      return (await fetch(path, { headers: { authorization: `Bearer ${token}` } })).status;
    };
    expect(await status()).toBe(200);
    await page.getByRole('button', { name: 'Revoke Website form' }).click();
    await page.getByText('No tokens').waitFor();
    expect(await status()).toBe(401);
    await page.context().close();
  });

  it('switches an agent off, which the chat says; what is not saved is asked about', async () => {
    const page = await aPage(browser, server);
    await page.goto('/settings/agents');
    const choice = page.getByRole('combobox', { name: 'Task agent' });
    await choice.selectOption('Off');
    page.once('dialog', (dialog) => void dialog.dismiss());
    await page.getByRole('link', { name: 'Health' }).click();
    expect(new URL(page.url()).pathname).toBe('/settings/agents');
    const panel = page.getByRole('region', { name: 'What each agent may do' });
    await panel.getByRole('button', { name: 'Save' }).click();
    await eventually(() => panel.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByRole('link', { name: 'Chat', exact: true }).click();
    const chat = await new ChatOnPage(page).open();
    const answer = await chat.say('Remind me to call Jane Doe tomorrow at 10');
    expect(await seen(answer)).toContain(
      'The task agent is switched off here; an admin can switch it on in Settings.',
    );
    await page.context().close();
    const lena = await (await aVisitor(browser, server)).newPage();
    await signIn(lena, 'carlos@clianta.example');
    await lena.goto('/settings/agents');
    expect(await lena.getByRole('combobox', { name: 'Task agent' }).isDisabled()).toBe(true);
    await lena.context().close();
  });

  it('gives a single agent a budget, changes it and takes it away, and leaves what is typed beside it', async () => {
    const page = await aPage(browser, server);
    await page.goto('/settings/agents');
    await page.getByLabel('Tokens a day, for the whole workspace').fill('90000');
    const budgets = page.getByRole('region', { name: 'Budgets of agents and workflows' });
    const set = async (tokens: string) => {
      await budgets.getByLabel('For').selectOption({ label: 'Deal agent' });
      await budgets.getByLabel('Tokens a month').fill(tokens);
      await budgets.getByRole('button', { name: 'Set the budget' }).click();
    };
    await set('500000');
    await budgets.getByText('500,000 tokens a month').waitFor();
    await set('600000');
    await budgets.getByText('600,000 tokens a month').waitFor();
    expect(await budgets.getByRole('listitem').count()).toBe(1);
    expect(await page.getByLabel('Tokens a day, for the whole workspace').inputValue()).toBe('90000');
    const region = page.getByRole('region', { name: 'Language model' });
    await region.getByRole('button', { name: 'Save', exact: true }).click();
    await eventually(() => region.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
    await page.reload();
    await budgets.getByText('600,000 tokens a month').waitFor();
    expect(await page.getByLabel('Tokens a day, for the whole workspace').inputValue()).toBe('90000');
    await budgets.getByRole('button', { name: 'Remove the budget of Deal agent' }).click();
    await eventually(() => budgets.getByRole('listitem').count()).toBe(0);
    await page.context().close();
  });

  it('shows how each channel is, and how it is set up, with what is pasted', async () => {
    const page = await aPage(browser, server);
    await page.goto('/settings/channels');
    const slack = page.getByRole('region', { name: 'Slack' });
    await slack.getByText('Off', { exact: true }).waitFor();
    await slack.getByText('Set it up').click();
    await slack.getByText('npm run slack:manifest -- --url').waitFor();
    expect(await slack.getByRole('button', { name: 'Copy' }).count()).toBeGreaterThan(4);
    await page.context().close();
    const viewer = await aPage(browser, server, { email: 'tom@clianta.example' });
    await viewer.goto('/settings/channels');
    await viewer.getByRole('region', { name: 'Slack' }).getByText('An admin sets it up.').waitFor();
    expect(await viewer.getByText('Set it up').count()).toBe(0);
    await viewer.context().close();
  });

  it('keeps what deals are lost on, and the rules of proposals', async () => {
    const page = await aPage(browser, server);
    await page.goto('/settings/deals');
    const losses = page.getByRole('region', { name: 'Lost deals' });
    await losses.getByLabel('Reasons of a loss').fill('price, merger');
    await losses.getByRole('button', { name: 'Save' }).click();
    await eventually(() => losses.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    const proposals = page.getByRole('region', { name: 'Proposals' });
    await proposals.getByLabel('Discount that takes an admin').fill('150');
    await proposals.getByRole('button', { name: 'Save' }).click();
    expect(await seen(proposals.locator('.field__error'))).toMatch(/Discount that takes an admin/);
    await proposals.getByLabel('Discount that takes an admin').fill('20');
    await proposals.getByRole('button', { name: 'Save' }).click();
    await eventually(() => proposals.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.reload();
    expect(await losses.getByLabel('Reasons of a loss').inputValue()).toBe('price, merger');
    expect(await proposals.getByLabel('Discount that takes an admin').inputValue()).toBe('20');
    await page.context().close();
  });

  it('shows what other rules of scoring would do before they are saved, and keeps who gets what comes in', async () => {
    const page = await aPage(browser, server);
    await page.goto('/settings/lead-scoring');
    const points = page.getByRole('region', { name: 'Points' });
    await points.getByLabel('From this score: A').fill('70');
    await points.getByRole('button', { name: 'See what changes' }).click();
    expect(await seen(points.getByRole('status'))).toMatch(/\d+ contacts of \d+ would get another grade/);
    await points.getByRole('button', { name: 'Save' }).click();
    await eventually(() => points.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'New rule' }).click();
    const dialog = page.getByRole('dialog', { name: 'New rule' });
    await dialog.getByLabel('What is shared out').selectOption('Tickets');
    await dialog.getByLabel('Name').fill('Urgent ones');
    await dialog.getByLabel('Narrow it down in words').fill('urgent');
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await dialog.getByText('Priority is Urgent').waitFor();
    await dialog.getByLabel('Lena Schmidt').check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    const rules = page.getByRole('list', { name: 'Routing rules' });
    await rules.getByText('Tickets: Priority is Urgent').waitFor();
    await rules.getByText('To Lena Schmidt (in turn)').waitFor();
    await page.context().close();
  });

  it('keeps how soon tickets are answered', async () => {
    const page = await aPage(browser, server);
    await page.goto('/settings/service-levels');
    await page.getByLabel('Name of a new one').fill('Premium');
    await page.getByRole('button', { name: 'Add' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change Premium' });
    await dialog.getByLabel('First answer, urgent (hours)').fill('0.5');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const levels = page.getByRole('list', { name: 'Service levels' });
    await levels.getByText('urgent 0.5 and 4').waitFor();
    await page.context().close();
  });
});
