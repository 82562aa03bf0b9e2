import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FormRecord } from '@clianta/crm-core/marketing/form/form.schema';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, signedIn } from '../support/api-server.ts';
import { aPage, launchBrowser } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';

const FIELDS = [
  { name: 'name', label: 'Name', required: true, mapsTo: 'name' },
  { name: 'email', label: 'E-mail', type: 'email', required: true, mapsTo: 'email' },
];

/** A site that allows nothing but the script of forms, not even styles. */
async function aStrictSite(server: string, body: string) {
  const site = createServer((request, response) => {
    request.resume();
    response.setHeader('Content-Security-Policy', `script-src ${server}; style-src 'none'`);
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!doctype html><html lang="en"><title>Acme</title><main><h1>Acme</h1>${body}</main>`);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(site.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => site.close(resolve)),
  };
}

describe('forms in a browser', () => {
  let server: TestServer;
  let browser: Browser;
  let sam: ApiClient;
  let form: FormRecord;

  beforeAll(async () => {
    server = await aDemoServer();
    browser = await launchBrowser();
    sam = await signedIn(server);
    const values = { name: 'Contact', fields: FIELDS, consentText: 'You may write to me.' };
    form = (await sam.call('POST', '/forms', values)).body;
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('are drawn on another site, several on a page, and sent by a script of 6 KB at most', async () => {
    const script = await fetch(`${server.url}/forms/embed.js`, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(Number(script.headers.get('content-length'))).toBeLessThanOrEqual(6 * 1_024);
    expect(script.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const place = `<div data-clianta-form="${form.key}"></div>`;
    const code = `<script async src="${server.url}/forms/embed.js"></script>`;
    const site = await aStrictSite(server.url, `${place}${place}${code}`);
    await sam.call('PATCH', `/forms/${form.id}`, { origins: [site.origin] });
    const page = await browser.newPage();
    await page.goto(site.origin);
    await page.locator('form').nth(1).waitFor();
    expect(await page.locator('form').count()).toBe(2);
    const second = page.locator('form').nth(1);
    await second.getByLabel('Name').fill('Bo Lind');
    await second.getByLabel('E-mail').fill('bo.lind@forms.example');
    await second.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('status').waitFor();
    expect(await page.getByRole('status').textContent()).toBe('Thank you. We have received it.');
    await page.close();
    await site.close();
  });

  it('stand on landing pages that axe has nothing against, and say beside a field what is wrong', async () => {
    const made = await sam.call('POST', '/landing-pages', {
      title: 'The webinar',
      slug: 'webinar',
      blocks: [
        {
          id: 'a',
          type: 'hero',
          heading: 'Grow tulips',
          text: 'On 12 May.',
          button: { label: 'Join', to: '#form' },
        },
        { id: 'b', type: 'features', items: [{ title: 'Fast', text: 'In a day.' }] },
        { id: 'c', type: 'quote', text: 'Half the water.', by: 'A customer' },
        { id: 'd', type: 'faq', heading: 'Questions', items: [{ question: 'Free?', answer: 'Yes.' }] },
        { id: 'e', type: 'form', heading: 'Sign up', formId: form.id },
      ],
    });
    await sam.call('POST', `/landing-pages/${made.body.id}/status`, { to: 'published' });
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(`${server.url}/p/${sam.workspaceId}/webinar`);
    expect(await objectionsTo(page)).toEqual([]);
    await page.getByLabel('Name').fill('Ada Quist');
    await page.getByLabel('E-mail').fill('nonsense');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.fault').waitFor();
    expect(await page.getByLabel('E-mail').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('E-mail').fill('ada.quist@forms.example');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('status').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/p/${sam.workspaceId}/webinar`);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('lead onto a waitlist, which the console shows and invites from by a proposal', async () => {
    const values = { name: 'Early access', fields: FIELDS, isWaitlist: true };
    const { body: early } = await sam.call('POST', '/forms', values);
    const visitor = await browser.newPage();
    for (const name of ['Nils Berg', 'Ida Holm']) {
      await visitor.goto(`${server.url}/form/${early.key}`);
      await visitor.getByLabel('Name').fill(name);
      await visitor.getByLabel('E-mail').fill(`${name.split(' ')[0]?.toLowerCase()}@early.example`);
      await visitor.getByRole('button', { name: 'Send' }).click();
      await visitor.getByRole('status').waitFor();
    }
    await visitor.close();
    const page = await aPage(browser, server);
    await page.goto(`/pages/forms/${early.id}`);
    await page.getByRole('article', { name: 'Early access' }).getByRole('link', { name: 'waitlist' }).click();
    const list = page.getByRole('article', { name: 'Waitlist' });
    await list.getByText('2 people wait, 0 were invited.').waitFor();
    expect(await list.getByRole('rowheader').allInnerTexts()).toEqual([
      'nils@early.example',
      'ida@early.example',
    ]);
    expect(await objectionsTo(page)).toEqual([]);
    await list.getByLabel('How many come next').fill('1');
    await list.getByRole('button', { name: 'Invite them' }).click();
    await page.getByText('Invite the next person from the waitlist').first().waitFor();
    // what it needs first is said there
    await page
      .getByText(/no mailbox is there that the team sends from/)
      .first()
      .waitFor();
    await page.context().close();
  });

  it('a viewer looks at pages and forms, and is offered nothing that is refused', async () => {
    const { body: draft } = await sam.call('POST', '/landing-pages', {
      title: 'Tulip days',
      slug: 'tulip-days',
      blocks: [{ id: 'a', type: 'hero', heading: 'Tulip days', text: 'In May.' }],
    });
    const page = await aPage(browser, server);
    await page.goto(`/pages/landing/${draft.id}`);
    await page.getByRole('button', { name: 'Publish' }).waitFor();
    await page.context().close();
    const viewer = await aPage(browser, server, { email: 'tom@clianta.example' });
    await viewer.goto(`/pages/landing/${draft.id}`);
    await viewer.getByRole('table', { name: 'How it does' }).waitFor();
    expect(await viewer.getByRole('button', { name: 'Publish' }).count()).toBe(0);
    await viewer.context().close();
  });
});
