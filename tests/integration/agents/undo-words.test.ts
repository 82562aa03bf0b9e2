import { expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact } from '../../support/test-crm.ts';

const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => new Date('2026-11-23T09:00:00Z') });

it('when nothing is left to undo says why: nothing was changed here, or it has been undone, what and when', async ({
  db,
  home,
  sam,
}) => {
  await aContact(db.crm, home.scope, { name: 'Ada Quist' });
  const nothing = await sam.call('undo_last', {});
  expect(nothing.reply.text).toMatch(/^I have changed nothing in this conversation that could be undone\./);
  const changed = await sam.call('update_contacts', { contact: 'Ada', set: { city: 'Oslo' } });
  expect((await sam.call('undo_last', {})).changes).toHaveLength(1);
  const again = await sam.call('undo_last', {});
  expect(again.changes).toEqual([]);
  expect(again.reply.text).toBe(
    'All that I changed in this conversation has been undone already, last **Ada Quist** on Mon 23 Nov 2026, 10:00 AM. To have it back, undo the undoing in the audit log.',
  );
  const pressed = await sam.call('undo_last', { groupId: changed.turnId });
  expect(pressed.reply.text).toBe('That was undone already: Ada Quist.');
});
