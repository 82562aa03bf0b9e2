import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { type BulkChange, bulkChange } from '@clianta/crm-core/entity/bulk';
import { newId } from '@clianta/crm-core/entity/ids';
import { operation } from '@clianta/crm-core/entity/scope';
import { describe, expect, vi } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aContact } from '../../support/test-crm.ts';

const ALL = 40;
/** Two batches have begun when the crash comes. */
const DONE = 32;
const leads = { where: [{ field: 'status', op: 'eq' as const, value: 'new' }] };

it.beforeEach(async ({ db, home }) => {
  await Promise.all(
    Array.from({ length: ALL }, (_, index) =>
      aContact(db.crm, home.scope, { name: `Lead ${index}`, status: 'new' }),
    ),
  );
});

describe('a change of many records that a crash broke off', () => {
  const changes: Array<[string, BulkChange<typeof Contact>]> = [
    ['deletion', { kind: 'delete' }],
    ['update after which they match no more', { kind: 'update', patch: { status: 'qualified' } }],
    ['update after which they still match', { kind: 'update', patch: { city: 'Lisbon' } }],
    ['change of each', { kind: 'updateEach', patchOf: ({ name }) => ({ name: `${name}!` }) }],
  ];
  for (const [name, change] of changes) {
    it(`counts the whole of a ${name} when it goes on, and does nothing twice`, async ({ db, home }) => {
      const groupId = newId();
      const turn = newId();
      const run = (onProgress?: (done: number, total: number) => void) =>
        bulkChange(
          db.crm.records(Contact),
          { ...home.scope, groupId, operation: operation(turn) },
          leads,
          change,
          {
            ...(onProgress && { onProgress }),
          },
        );
      const crash = (done: number) => {
        if (done === 20) throw new Error('killed');
      };
      await expect(run(crash)).rejects.toThrow('killed');
      const userAction = db.crm.store.model('userAction').collection;
      const writes = { workspaceId: home.workspaceId, groupId };
      // what was on its way is written
      await vi.waitFor(async () => expect(await userAction.countDocuments(writes)).toBe(DONE));
      // of one of them the process died before its audit entry was copied to the log
      await userAction.deleteOne(writes);
      const progress: string[] = [];
      const result = await run((done, total) => progress.push(`${done} of ${total}`));
      expect(new Set(result.changed).size).toBe(ALL);
      expect([result.changed.length, result.unchanged, result.failed]).toEqual([ALL, [], []]);
      expect(progress[0]).toBe(`${DONE + 1} of ${ALL}`);
      expect(progress.at(-1)).toBe(`${ALL} of ${ALL}`);
      const records = await db.crm.store
        .model('contact')
        .find({ workspaceId: home.workspaceId })
        .lean<Array<{ version: number }>>();
      expect(records.map(({ version }) => version)).toEqual(Array(ALL).fill(2));
    });
  }

  it('does not take the writes of another operation for its own', async ({ db, home }) => {
    const scopeOf = (turn: string) => ({ ...home.scope, operation: operation(turn) });
    const patch = { kind: 'update' as const, patch: { city: 'Lisbon' } };
    const [one, other] = [newId(), newId()];
    await bulkChange(db.crm.records(Contact), scopeOf(one), leads, patch);
    const result = await bulkChange(db.crm.records(Contact), scopeOf(other), leads, patch);
    expect([result.changed.length, result.unchanged.length]).toEqual([0, ALL]);
  });
});
