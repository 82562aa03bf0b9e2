import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { auditRequests } from '@clianta/crm-core/tracking/user-action/audit-requests';
import type { AuditRow } from '@clianta/crm-core/tracking/user-action/audit-requests.schema';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact } from '../../support/test-crm.ts';

const it = crmTest
  /** One request that creates so many contacts. */
  .extend('aRequest', ({ db, home }) => async (count: number): Promise<string> => {
    const groupId = newId();
    for (let i = 0; i < count; i++) await aContact(db.crm, { ...home.scope, groupId });
    return groupId;
  })
  .extend('allPages', ({ db, home }) => async (limit: number): Promise<AuditRow[][]> => {
    const pages: AuditRow[][] = [];
    let cursor: string | undefined;
    do {
      const page = await auditRequests(db.crm, home.scope, { filter: onlyContacts, limit, cursor });
      pages.push(page.rows);
      cursor = page.nextCursor;
    } while (cursor);
    return pages;
  });

const onlyContacts = { where: [{ field: 'entity', op: 'eq' as const, value: 'contact' }] };

describe('the audit log by requests', () => {
  it('shows what one request did to many records as one row, and little as it is', async ({
    aRequest,
    allPages,
  }) => {
    await aRequest(2);
    const many = await aRequest(9);
    await aRequest(1);
    const rows = (await allPages(50)).flat();
    expect(rows.map((row) => row.many?.count ?? 1)).toEqual([1, 9, 1, 1]);
    expect(rows[1]).toMatchObject({
      entry: { groupId: many },
      many: { standing: 9, kinds: [{ entity: 'contact', change: 'created', count: 9 }] },
    });
  });

  it('pages without a gap and without repeating a request that goes over several pages', async ({
    aRequest,
    allPages,
  }) => {
    for (const count of [3, 14, 1, 8, 2, 30, 1]) await aRequest(count);
    const whole = (await allPages(500)).flat().map((row) => row.entry.id);
    expect(whole).toHaveLength(3 + 1 + 1 + 1 + 2 + 1 + 1);
    for (const limit of [1, 2, 3, 4]) {
      const pages = await allPages(limit);
      expect(pages.flat().map((row) => row.entry.id)).toEqual(whole);
      expect(pages.every((page) => page.length <= limit)).toBe(true);
    }
  });

  it('stays where it was when something new is done between two pages', async ({ db, home, aRequest }) => {
    for (const count of [2, 9, 2]) await aRequest(count);
    const first = await auditRequests(db.crm, home.scope, { filter: onlyContacts, limit: 3 });
    await aRequest(7);
    const second = await auditRequests(db.crm, home.scope, {
      filter: onlyContacts,
      limit: 3,
      cursor: first.nextCursor,
    });
    expect([...first.rows, ...second.rows].map((row) => row.many?.count ?? 1)).toEqual([1, 1, 9, 1, 1]);
  });

  it('counts only what the filter matches, and what was taken back', async ({
    db,
    home,
    aRequest,
    allPages,
  }) => {
    const groupId = await aRequest(8);
    const [one] = (await db.crm.records(Contact).find(home.scope, { limit: 1 })).records;
    await undoGroup(db.crm, { ...home.scope, groupId: newId() }, groupId);
    const [undoing, done] = (await allPages(50)).flat();
    expect(undoing?.many?.kinds).toEqual([{ entity: 'contact', change: 'deleted', count: 8 }]);
    expect(done?.many).toMatchObject({ count: 8, standing: 0 });
    const filter = { where: [{ field: 'recordId', op: 'eq' as const, value: one?.id }] };
    const { rows } = await auditRequests(db.crm, home.scope, { filter });
    expect(rows.map((row) => row.many)).toEqual([undefined, undefined]);
    expect(await db.crm.records(UserAction).count(home.scope, filter)).toBe(2);
  });
});
