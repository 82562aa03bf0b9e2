import { randomBytes } from 'node:crypto';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { IntentSignal } from '@clianta/crm-core/intelligence/intent-signal/intent-signal.schema';
import { TrackingEvent } from '@clianta/crm-core/tracking/visit/tracking-event.schema';
import { CompanyVisitor } from '@clianta/crm-core/tracking/visitor/company-visitor.schema';
import { eraseVisitors } from '@clianta/crm-core/tracking/visitor/erase-visitors';
import { linkToSite } from '@clianta/crm-core/tracking/visitor/link-to-site';
import { makeVisitToken } from '@clianta/crm-core/tracking/visitor/visit-token';
import { Visitor } from '@clianta/crm-core/tracking/visitor/visitor.schema';
import { describe, expect, vi } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36';
const anId = () => randomBytes(12).toString('hex');

let made = 0;

const it = apiTest
  .extend('environment', { scope: 'file' }, { TRUST_PROXY: '1' })
  .extend('site', async ({ server, sam }) => {
    const { crm } = server.product;
    const scope = systemScope(sam.workspaceId);
    const origin = `https://www${++made}.acme.example`;
    const { id } = (await sam.call('POST', '/tracked-sites', { origin: `${origin}/some/page` })).body;
    const address = `198.51.${made}.7`;
    const headers = { origin, 'user-agent': BROWSER, 'x-forwarded-for': address };
    const events = () =>
      crm.store
        .model(TrackingEvent)
        .find({ siteId: id })
        .sort({ at: 1 })
        .lean<Array<Record<string, unknown>>>();
    return {
      id,
      origin,
      events,
      send: async (body: object, more: Record<string, string> = {}) => {
        const response = await fetch(`${server.url}/api/public/track`, {
          method: 'POST',
          headers: { ...headers, ...more },
          body: JSON.stringify({ s: id, ...body }),
        });
        const text = await response.text();
        return {
          status: response.status,
          body: text ? JSON.parse(text) : undefined,
          headers: response.headers,
        };
      },
      view: (path: string, more: object = {}) => ({ i: anId(), t: 'page', u: `${origin}${path}`, ...more }),
      /** Once so many are stored. */
      stored: (count: number) =>
        vi.waitFor(async () => {
          const found = await events();
          expect(found).toHaveLength(count);
          return found;
        }),
      person: async (name: string, more: object = {}) => {
        const { id: contactId } = (
          await sam.call('POST', '/contacts', { name, email: `${anId()}@x.example`, ...more })
        ).body;
        return { contactId, token: () => makeVisitToken(crm, sam.workspaceId, contactId) };
      },
      signals: async (contactId: string) =>
        (await crm.records(IntentSignal).find(scope, { limit: 200 })).records.filter(
          (one) => one.contactId === contactId,
        ),
    };
  });

describe('visits of a website', () => {
  it('are taken from the site alone that is named', async ({ site }) => {
    expect((await site.send({ e: [site.view('/')] })).status).toBe(202);
    expect((await site.send({ e: [site.view('/')] }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await site.send({ s: anId(), e: [] })).status).toBe(404);
    expect((await site.send({ e: [{ i: 'x' }] })).status).toBe(400);
    // an address of somebody else's is no page of the site
    await site.send({ e: [{ ...site.view('/'), u: 'https://evil.example/' }] });
    await site.stored(1);
  });

  it('are refused, to be sent again, when more come than can be stored, and none that was taken is lost', async ({
    server,
    site,
  }) => {
    const { collection } = server.product.crm.store.model(TrackingEvent);
    const insert = collection.insertMany.bind(collection);
    let release: () => void = () => {};
    const isFree = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = vi.spyOn(collection, 'insertMany').mockImplementation(async (...args) => {
      await isFree;
      return insert(...args);
    });
    try {
      const statuses: number[] = [];
      let last: Awaited<ReturnType<typeof site.send>> | undefined;
      while (statuses.length < 60 && last?.status !== 503) {
        last = await site.send({ e: Array.from({ length: 20 }, (_, at) => site.view(`/${at}`)) });
        statuses.push(last.status);
      }
      expect(last?.status).toBe(503);
      expect(last?.headers.get('retry-after')).toBe('1');
      release();
      const taken = statuses.filter((status) => status === 202).length;
      await site.stored(taken * 20);
      expect((await site.send({ e: [site.view('/again')] })).status).toBe(202);
      await site.stored(taken * 20 + 1);
    } finally {
      release();
      slow.mockRestore();
    }
  });

  it('keep of an address neither what was asked for there nor whose it is, and count the day’s visitor once', async ({
    site,
  }) => {
    await site.send({ e: [site.view('/pricing?email=ada@x.example&utm_source=News&utm_medium=email')] });
    await site.send(
      { e: [site.view('/', { r: `${site.origin}/pricing` })] },
      { 'x-forwarded-for': '198.51.1.99' },
    );
    const [first, second] = await site.stored(2);
    expect(first).toMatchObject({
      url: `${site.origin}/pricing`,
      utm: { source: 'News', medium: 'email' },
      from: { source: 'news', medium: 'email' },
      isMachine: false,
    });
    expect(second?.from).toBeUndefined();
    expect(first?.visitorId).toBeUndefined();
    expect(String(first?.dayKey)).toMatch(/^[0-9a-f]{24}$/);
    expect(JSON.stringify([first, second])).not.toMatch(/ada@|198\.51/);
  });

  it('are no person’s where a machine makes them: stored, and why', async ({ site }) => {
    await site.send(
      { e: [site.view('/')] },
      { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' },
    );
    await site.send({ m: 1, e: [site.view('/')] });
    await site.send({ e: [site.view('/')] }, { 'sec-purpose': 'prefetch;prerender' });
    const found = await site.stored(3);
    expect(found.map(({ isMachine }) => isMachine)).toEqual([true, true, true]);
    expect(found.every(({ why }) => why)).toBe(true);
  });

  it('are stored once, however often they are sent', async ({ site }) => {
    const view = site.view('/');
    await site.send({ e: [view] });
    await site.send({ e: [view, site.view('/next')] });
    await site.stored(2);
  });

  it('know nobody again who asks not to be followed', async ({ site }) => {
    await site.send({ v: anId(), e: [site.view('/')] }, { 'sec-gpc': '1' });
    const [event] = await site.stored(1);
    expect([event?.visitorId, event?.dayKey]).toEqual([undefined, undefined]);
  });

  it('become a visitor’s who agrees on the page, the source they came from included', async ({
    site,
    server,
  }) => {
    const [view, visitorId] = [site.view('/', { r: 'https://www.google.com/' }), anId()];
    await site.send({ e: [view] });
    await site.send({ v: visitorId, c: 1, e: [view] });
    await vi.waitFor(async () => {
      const [event] = await site.stored(1);
      expect([event?.visitorId, event?.dayKey]).toEqual([visitorId, undefined]);
    });
    const { crm } = server.product;
    await vi.waitFor(async () =>
      expect(await crm.store.model(Visitor).findOne({ visitorId }).lean()).toMatchObject({
        firstTouch: { source: 'google', medium: 'organic', path: '/' },
      }),
    );
  });
});

describe('who a visitor is', () => {
  it('is told by a token of a mail, once; what they looked at before is theirs, and interest of theirs', async ({
    site,
    sam,
    server,
  }) => {
    const { crm } = server.product;
    const { id: companyId } = (await sam.call('POST', '/companies', { name: `Acme ${anId()}` })).body;
    const ada = await site.person('Ada', { companyId });
    const [visitorId, token] = [anId(), ada.token()];
    await site.send({ v: visitorId, e: [site.view('/pricing'), site.view('/pricing')] });
    const told = await site.send({ v: visitorId, k: token });
    expect([told.status, told.body]).toEqual([200, { v: visitorId }]);
    await site.send({ v: visitorId, e: [site.view('/docs')] });
    const found = await site.stored(3);
    expect(new Set(found.map(({ contactId }) => contactId))).toEqual(new Set([ada.contactId]));
    await vi.waitFor(async () =>
      expect(
        (await site.signals(ada.contactId)).map(({ type, subject }) => `${type} ${subject}`).sort(),
      ).toEqual(['pageView /docs', 'pageView /pricing']),
    );
    await vi.waitFor(async () =>
      expect(await crm.store.model(CompanyVisitor).find({ companyId }).lean()).toMatchObject([
        { visits: 1, pages: 3 },
      ]),
    );
    // the mail was forwarded, or the address copied
    const stranger = anId();
    expect((await site.send({ v: stranger, k: token })).status).toBe(202);
    expect((await site.send({ v: stranger, k: `${token.slice(0, -1)}x` })).status).toBe(202);
    expect(await crm.store.model(Visitor).countDocuments({ contactId: ada.contactId })).toBe(1);
  });

  it('is somebody else where another person uses the browser: neither has the other’s history', async ({
    site,
  }) => {
    const [ada, bo, visitorId] = [await site.person('Ada'), await site.person('Bo'), anId()];
    await site.send({ v: visitorId, k: ada.token(), e: [site.view('/ada')] });
    const told = await site.send({ v: visitorId, k: bo.token(), e: [site.view('/bo')] });
    expect(told.body.v).not.toBe(visitorId);
    await site.send({ v: told.body.v, e: [site.view('/bo/again')] });
    const found = await site.stored(3);
    const pagesOf = (id: string) => found.filter(({ contactId }) => contactId === id).map(({ path }) => path);
    expect(pagesOf(ada.contactId)).toEqual(['/ada']);
    expect(pagesOf(bo.contactId).sort()).toEqual(['/bo', '/bo/again']);
  });

  it('does not count when they are a teammate, before and after', async ({ site, sam, server }) => {
    const { email } = (await sam.call('GET', '/team-members')).body.records[0];
    const self = await site.person('Sam', { email });
    const visitorId = anId();
    await site.send({ v: visitorId, e: [site.view('/before')] });
    await site.stored(1);
    const told = await site.send({ v: visitorId, k: self.token() });
    expect(told.body).toEqual({ v: visitorId });
    await site.send({ v: visitorId, e: [site.view('/after')] });
    await site.send({ v: anId(), e: [site.view('/other')] });
    const [event] = await site.stored(1);
    expect(event?.path).toBe('/other');
    expect(await server.product.crm.store.model(Visitor).findOne({ visitorId }).lean()).toMatchObject({
      isTeam: true,
    });
  });

  it('is forgotten with all that they looked at', async ({ site, server, sam }) => {
    const { crm } = server.product;
    const [ada, visitorId] = [await site.person('Ada'), anId()];
    await site.send({ v: visitorId, k: ada.token(), e: [site.view('/pricing')] });
    await site.stored(1);
    await vi.waitFor(async () => expect(await site.signals(ada.contactId)).toHaveLength(1));
    expect(await eraseVisitors(crm, sam.workspaceId, ada.contactId)).toEqual({ browsers: 1, events: 1 });
    await site.stored(0);
    expect(await site.signals(ada.contactId)).toEqual([]);
    expect(await crm.store.model(Visitor).countDocuments({ visitorId })).toBe(0);
  });

  it('stands in links of mail to a site of the workspace’s own, made when they are followed, and in no other', async ({
    site,
    server,
    sam,
  }) => {
    const { crm } = server.product;
    const ada = await site.person('Ada');
    const row = { workspaceId: sam.workspaceId, contactIds: [ada.contactId] };
    const link = new URL(await linkToSite(crm, row, `${site.origin}/pricing?a=1`));
    expect(Object.fromEntries(link.searchParams)).toMatchObject({ a: '1', utm_medium: 'email' });
    const token = link.searchParams.get('_ct') ?? '';
    expect((await site.send({ v: anId(), k: token })).status).toBe(200);
    expect(await linkToSite(crm, row, 'https://other.example/?a=1')).toBe('https://other.example/?a=1');
    const two = { ...row, contactIds: [ada.contactId, anId()] };
    expect(await linkToSite(crm, two, `${site.origin}/`)).not.toContain('_ct');
  });
});
