import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { Suppression } from '@clianta/crm-core/marketing/suppression/suppression.schema';
import { unsubscribeLink } from '@clianta/crm-core/marketing/suppression/unsubscribe';
import { expect } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';

const ADDRESS = 'ada.unsubscribes@northwind.example';

apiTest(
  'a link unsubscribes by a POST alone, for ever and as often as one likes',
  async ({ server, sam }) => {
    const { crm } = server.product;
    const scope = systemScope(sam.workspaceId);
    const { id } = await crm
      .records(Contact)
      .create(scope, { name: 'Ada', email: ADDRESS, consent: 'given' });
    const link = unsubscribeLink(crm, { workspaceId: sam.workspaceId, address: ADDRESS, topic: 'News <b>' });
    const url = `${server.url}${new URL(link).pathname}`;
    const suppressed = async () => {
      const { records } = await crm.records(Suppression).find(scope, { limit: 50 });
      return records.filter(({ address }) => address === ADDRESS).map((one) => one.scope);
    };
    for (const method of ['HEAD', 'GET']) {
      const looked = await fetch(url, { method });
      expect(looked.status, method).toBe(200);
      expect(looked.headers.get('cache-control')).toBe('no-store');
      const page = await looked.text();
      if (method === 'GET') expect(page).toContain('News &#60;b&#62;');
    }
    expect(await suppressed()).toEqual([]);
    const post = (body: string) =>
      fetch(url, { method: 'POST', body, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
    expect((await post('from=topic')).status).toBe(200);
    expect(await suppressed()).toEqual(['topic']);
    expect((await crm.records(Contact).get(scope, id)).consent).toBe('given');
    // as a mail program does (RFC 8058)
    for (let times = 0; times < 2; times++)
      expect((await post('List-Unsubscribe=One-Click')).status).toBe(200);
    expect((await suppressed()).sort()).toEqual(['marketing', 'topic']);
    expect((await crm.records(Contact).get(scope, id)).consent).toBe('withdrawn');
    await crm.records(Contact).delete(scope, id);
    expect((await post('List-Unsubscribe=One-Click')).status).toBe(200);
    expect((await fetch(`${url}x`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${server.url}/u/`)).status).toBe(404);
  },
);
