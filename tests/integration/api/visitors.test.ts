import { randomBytes } from 'node:crypto';
import { expect, vi } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import { type ApiServer, request, signedIn } from '../../support/api-server.ts';
import { aMailServer } from '../../support/mail-server.ts';

interface Shown {
  state: string;
  messages: Array<{ by: string; text: string; name?: string; file?: { name: string; bytes: number } }>;
}

const it = apiTest
  .extend('begunMailServer', { scope: 'file' }, () => aMailServer())
  .extend('mailServer', { scope: 'file' }, ({ begunMailServer }, { onCleanup }) => {
    onCleanup(() => begunMailServer.close());
    return begunMailServer;
  })
  .extend('environment', { scope: 'file' }, ({ mailServer }) => ({
    TRUST_PROXY: '1',
    MAIL_URL: mailServer.url,
    MAIL_FROM: 'Clianta <crm@clianta.example>',
  }))
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
  const sends = async (name: string, content: string, id = randomBytes(9).toString('hex')) => {
    const query = new URLSearchParams({ id, name });
    const sent = await fetch(`${url}/files?${query}`, { method: 'POST', headers, body: content });
    return { status: sent.status, body: (await sent.json()) as unknown };
  };
  const copy = (body: object) => request(`${url}/copy`, 'POST', body, headers);
  const chat = async () => (await request(`${url}/messages`, 'GET', undefined, headers)).body as Shown;
  return { url, headers, say, sends, copy, chat };
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

it('takes a file of a visitor, which a teammate fetches and a viewer does not', async ({
  server,
  site,
  sam,
  tom,
  profile,
}) => {
  expect(profile.id).toBeDefined();
  const visitor = aBrowser(server, site);
  expect((await visitor.sends('order.txt', 'Order 4711', 'f1')).status).toBe(202);
  expect((await visitor.sends('order.txt', 'Order 4711', 'f1')).status).toBe(202);
  expect(await visitor.sends('tool.exe', 'MZ')).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining('We take pictures') } },
  });
  expect(await visitor.sends('huge.txt', 'x'.repeat(11 * 2 ** 20))).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining('10 MB') } },
  });
  await vi.waitFor(async () => expect((await visitor.chat()).messages).toHaveLength(2), { timeout: 15_000 });
  expect((await visitor.chat()).messages).toMatchObject([
    { by: 'visitor', file: { name: 'order.txt', bytes: 10 } },
    { by: 'bot', text: 'I have kept “order.txt” for the team. What is it about?' },
  ]);
  const { records } = (await sam.call('GET', '/visitor-chats?limit=1&sort=-lastAt')).body as {
    records: Array<{ id: string; messages: Array<{ file?: { id: string } }> }>;
  };
  const [{ id, messages }] = records as [(typeof records)[0]];
  const path = `/visitor-chats/${id}/files/${messages[0]?.file?.id}`;
  const url = `${server.url}/api/workspaces/${sam.workspaceId}${path}`;
  const given = await fetch(url, { headers: { cookie: sam.cookie } });
  expect(given.headers.get('content-disposition')).toContain('attachment');
  expect(given.headers.get('content-security-policy')).toContain('sandbox');
  expect(await given.text()).toBe('Order 4711');
  expect((await tom.call('GET', path)).status).toBe(403);
});

it('mails a visitor a copy of their chat once they have shown that the address is theirs', async ({
  server,
  site,
  profile,
  mailServer,
}) => {
  expect(profile.id).toBeDefined();
  const visitor = aBrowser(server, site);
  expect(await (await fetch(visitor.url)).text()).toContain('Get a copy by e-mail');
  await visitor.say('Do you ship to Norway?');
  await vi.waitFor(async () => expect((await visitor.chat()).messages).toHaveLength(2), { timeout: 15_000 });
  expect((await visitor.copy({ email: 'not an address' })).status).toBe(400);
  expect((await visitor.copy({ email: 'Lisa@Farm.example' })).status).toBe(202);
  const [first] = await mailServer.mailTo('lisa@farm.example');
  // who does not have that mailbox has nothing mailed there that was typed
  expect(first?.source).not.toContain('Norway');
  const code = /^\s*(\d{6})\s*$/m.exec(first?.source ?? '')?.[1] ?? '';
  expect((await visitor.copy({ code: code === '000000' ? '000001' : '000000' })).body).toMatchObject({
    error: { message: 'That is not the code, or it is too old. Please ask for another one.' },
  });
  expect((await aBrowser(server, site).copy({ code })).status).toBe(404);
  expect((await visitor.copy({ code })).body).toEqual({ isSent: true });
  expect((await visitor.copy({ code })).status).toBe(400);
  const [, second] = await mailServer.mailTo('lisa@farm.example', 2);
  expect(second?.source).toMatch(/, You:\r?\nDo you ship to Norway\?/);
  expect(second?.source).toContain('We ship to Norway and Sweden.');
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
