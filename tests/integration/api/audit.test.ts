import { describe, expect } from 'vitest';
import { apiTest as it } from '../../support/api-fixtures.ts';

describe('the audit log over the API', () => {
  it('is verified by admins, in the demo company too, and says which entry was changed', async ({
    server,
    sam,
    tom,
  }) => {
    const verify = (by: typeof sam, query = '') => by.call('GET', `/audit/verification${query}`);
    await sam.call('POST', '/contacts', { name: 'Lotte Krag' });
    const { status, body } = await verify(sam);
    expect([status, body.isIntact, body.fault]).toEqual([200, true, undefined]);
    expect(body.checked).toBeGreaterThan(100);
    expect(body.head).toMatchObject({ seq: body.checked, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const refused = await verify(tom);
    expect([refused.status, refused.body.error.message]).toEqual([
      403,
      'Only an admin verifies the audit log.',
    ]);
    expect((await verify(sam, '?from=0')).status).toBe(400);
    const log = server.product.crm.store.model('userAction').collection;
    await log.updateOne({ workspaceId: sam.workspaceId, seq: 7 } as never, { $set: { recordTitle: 'Eve' } });
    expect((await verify(sam)).body).toMatchObject({ isIntact: false, checked: 6, fault: { seq: 7 } });
  });
});
