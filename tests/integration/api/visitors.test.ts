import { randomBytes } from 'node:crypto';
import { expect, vi } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import { type ApiServer, request, signedIn } from '../../support/api-server.ts';

interface Shown {
  state: string;
  messages: Array<{ by: string; text: string; name?: string }>;
}

const it = apiTest
  .extend('environment', { scope: 'file' }, { TRUST_PROXY: '1' })
  .extend('site', { scope: 'file' }, async ({ sam }) => {
    const made = await sam.call('POST', '/widget-sites', { origin: 'https://shop.example' });
    return String(made.body.id);
  })
  .extend('profile', { scope: 'file' }, async ({ sam }) => {
    const faq = [{ question: 'Which countries do you ship to?', answer: 'We ship to Norway and Sweden.' }];
    return (await sam.call('POST', '/business-profiles', { isOn: true, faq })).body as {
      id: string;
      version: number;
    };
  });

let addresses = 0;
/** A browser with a key and an address of its own. */
function aBrowser(server: ApiServer, site: string) {
  const url = `${server.url}/visit/${site}`;
  const headers = {
    authorization: `Bearer ${randomBytes(32).toString('base64url')}`,
    'x-forwarded-for': `203.0.113.${++addresses}`,
  };
  const say = (text: string, id = randomBytes(9).toString('hex')) =>
    request(`${url}/messages`, 'POST', { id, text }, headers);
  const chat = async () => (await request(`${url}/messages`, 'GET', undefined, headers)).body as Shown;
  return { url, headers, say, chat };
}

it('shows a page that only its site may frame, and nothing of the workspace', async ({
  server,
  site,
  profile,
}) => {
  expect(profile.id).toBeDefined();
  const page = await fetch(`${server.url}/visit/${site}`);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain(
    "frame-ancestors 'self' https://shop.example",
  );
  expect(await page.text()).not.toContain('clianta.example');
  expect((await fetch(`${server.url}/visit/nowhere`)).status).toBe(404);
});

it('answers a visitor, who sees their own chat alone and opens nothing else', async ({
  server,
  site,
  profile,
  sam,
}) => {
  expect(profile.id).toBeDefined();
  const visitor = aBrowser(server, site);
  expect((await visitor.say('Do you ship to Norway?', 'one')).status).toBe(202);
  expect((await visitor.say('Do you ship to Norway?', 'one')).status).toBe(202);
  await vi.waitFor(async () => expect((await visitor.chat()).messages).toHaveLength(2), { timeout: 15_000 });
  expect((await visitor.chat()).messages.map(({ by, text }) => `${by}: ${text}`)).toEqual([
    'visitor: Do you ship to Norway?',
    'bot: We ship to Norway and Sweden.',
  ]);
  expect((await aBrowser(server, site).chat()).messages).toEqual([]);
  expect((await request(`${visitor.url}/messages`, 'GET')).status).toBe(401);
  const api = `${server.url}/api/workspaces/${sam.workspaceId}/contacts`;
  expect((await request(api, 'GET', undefined, visitor.headers)).status).toBe(401);
});

it('lets a teammate take over, whose first name the visitor sees; a viewer may not look', async ({
  server,
  site,
  sam,
  tom,
  profile,
}) => {
  expect(profile.id).toBeDefined();
  const visitor = aBrowser(server, site);
  await visitor.say('Hello');
  const { records } = (await sam.call('GET', '/visitor-chats?limit=1&sort=-lastAt')).body as {
    records: Array<{ id: string }>;
  };
  const id = String(records[0]?.id);
  expect((await sam.call('POST', `/visitor-chats/${id}/reply`, { text: 'Sam here.' })).status).toBe(200);
  const { state, messages } = await visitor.chat();
  expect(state).toBe('person');
  expect(messages.at(-1)).toMatchObject({ by: 'teammate', name: 'Sam', text: 'Sam here.' });
  expect(JSON.stringify(messages)).not.toContain('Rivera');
  expect((await tom.call('GET', '/visitor-chats')).status).toBe(403);
  expect((await tom.call('POST', `/visitor-chats/${id}/reply`, { text: 'x' })).status).toBe(403);
  const lena = await signedIn(server, 'lena@clianta.example');
  expect((await lena.call('POST', `/visitor-chats/${id}/reply`, { text: 'Lena here.' })).status).toBe(409);
  expect((await sam.call('POST', `/visitor-chats/${id}/leave`, { to: 'resolved' })).body).toMatchObject({
    state: 'resolved',
  });
});

it('takes twenty messages a minute of a visitor, none that is too long, and none once it is closed', async ({
  server,
  site,
  sam,
  profile,
}) => {
  const visitor = aBrowser(server, site);
  const answers = [];
  for (let count = 0; count < 21; count++) answers.push((await visitor.say(`Message ${count}`)).status);
  expect(answers.filter((status) => status === 202)).toHaveLength(20);
  expect(answers.at(-1)).toBe(429);
  const other = aBrowser(server, site);
  expect((await other.say('x'.repeat(2_001))).body).toMatchObject({
    error: { message: 'Your message has 2,001 characters; 2,000 is the most we can take.' },
  });
  await sam.call('PATCH', `/business-profiles/${profile.id}`, { isOn: false });
  expect((await other.say('Hello')).status).toBe(403);
  expect(await (await fetch(other.url)).text()).toContain('closed at the moment');
});
