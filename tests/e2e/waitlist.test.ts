import type { FormRecord } from '@clianta/crm-core/marketing/form/form.schema';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, signedIn } from '../support/api-server.ts';
import { aPage, aVisitor, eventually, launchBrowser } from '../support/browser.ts';
import { objectionsTo } from '../support/browser-axe.ts';
import { aDemoServer } from '../support/demo-server.ts';
import type { TestServer } from '../support/server.ts';

const FIELDS = [
  { name: 'name', label: 'Name', required: true, mapsTo: 'name' },
  { name: 'email', label: 'E-mail', type: 'email', required: true, mapsTo: 'email' },
];
const LOOKS = [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 1280, height: 800, colorScheme: 'dark' },
  { width: 390, height: 844, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
] as const;

describe('the waitlist in a browser', () => {
  let server: TestServer;
  let browser: Browser;
  let sam: ApiClient;
  let form: FormRecord;
  /** Of whoever sends others. */
  let code: string;

  beforeAll(async () => {
    server = await aDemoServer();
    browser = await launchBrowser();
    sam = await signedIn(server);
    const values = { name: 'Early access', fields: FIELDS, isWaitlist: true };
    form = (await sam.call('POST', '/forms', values)).body;
    const jane = { name: 'Jane Sender', email: 'jane@senders.example' };
    const { body: referrer } = await sam.call('POST', '/contacts', jane);
    code = (await sam.call('POST', '/referral-links', { contactId: referrer.id })).body.code;
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const filled = async (page: Page, name: string) => {
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('E-mail').fill(`${name.toLowerCase().replace(' ', '.')}@waits.example`);
    await page.getByRole('button', { name: 'Send' }).click();
  };
  const listed = async (plural: string) =>
    (await sam.call('GET', `/${plural}?limit=50`)).body.records as Array<Record<string, unknown>>;
  const nameOf = async (id: unknown) => (await sam.call('GET', `/contacts/${id}`)).body.name as string;

  it('is gone onto by a form, and who sent somebody is counted, with a script and without', async () => {
    const link = `${server.url}/form/${form.key}?ref=${code}`;
    const plain = await aVisitor(browser, server, { javaScriptEnabled: false });
    for (const [context, name] of [
      [await aVisitor(browser, server), 'Nils Script'],
      [plain, 'Pia Plain'],
    ] as const) {
      const page = await context.newPage();
      await page.goto(link);
      await filled(page, name);
      if (context === plain) {
        // looked at once more, as a person does, before it is sent
        await page.getByText('Please look at it once more').waitFor();
        await page.waitForTimeout(2_500);
        await page.getByRole('button', { name: 'Send' }).click();
      }
      await page.getByText('Thank you').waitFor();
      // the same again says the same, whether or not somebody stands on it
      await page.goto(link);
      await page.getByRole('button', { name: 'Send' }).waitFor();
      await context.close();
    }
    await eventually(async () => (await listed('referrals')).length).toBe(2);
    const referrals = await listed('referrals');
    expect(referrals.map(({ status }) => status)).toEqual(['pending', 'pending']);
    expect(await Promise.all(referrals.map(({ referrerId }) => nameOf(referrerId)))).toEqual([
      'Jane Sender',
      'Jane Sender',
    ]);
    const entries = (await listed('waitlist-entries')).sort(
      (a, b) => Number(a.position) - Number(b.position),
    );
    expect(entries.map(({ email, position }) => [email, position])).toEqual([
      ['nils.script@waits.example', 1],
      ['pia.plain@waits.example', 2],
    ]);
    expect(new Set(entries.map(({ referredById }) => referredById))).toEqual(
      new Set([referrals[0]?.referrerId]),
    );
  });

  it.each(LOOKS)(
    'axe has nothing against its form and its list at $width pixels, $colorScheme',
    async ({ colorScheme, ...viewport }) => {
      const visitor = await aVisitor(browser, server, { viewport, colorScheme });
      const page = await visitor.newPage();
      await page.goto(`${server.url}/form/${form.key}?ref=${code}`);
      await page.getByRole('button', { name: 'Send' }).waitFor();
      expect(await objectionsTo(page)).toEqual([]);
      expect(await wide(page)).toBeLessThanOrEqual(viewport.width);
      await visitor.close();
      const list = await aPage(browser, server, { viewport, colorScheme });
      await list.goto('/records/waitlist-entries');
      await list.getByText('nils.script@waits.example').first().waitFor();
      expect(await objectionsTo(list)).toEqual([]);
      expect(await wide(list)).toBeLessThanOrEqual(viewport.width);
      await list.context().close();
    },
  );
});

const wide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);
