import { Readable } from 'node:stream';
import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Attachment } from '@clianta/crm-core/files/attachment/attachment.schema';
import { sweepFiles } from '@clianta/crm-core/files/purge-files';
import { expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany } from '../../support/test-crm.ts';

const DAY = 86_400_000;
let now = new Date('2026-03-02T10:00:00Z');
const it = crmTest.extend('crmOptions', { scope: 'file' }, { isOwn: true, now: () => now });

it('removes what nobody has put anywhere for a day, and what was deleted a month ago, with its contents', async ({
  db,
  home,
}) => {
  const { files } = db.crm;
  const acme = await aCompany(db.crm, home.scope);
  const gone = await aCompany(db.crm, home.scope, { name: 'Gone' });
  const conversation = await db.crm.records(Conversation).create(home.system, {
    userId: home.scope.actor.id,
    channel: 'web',
  });
  const save = async (name: string, more: object = {}) =>
    (await files.save(home.scope, { name, stream: Readable.from([Buffer.from(name)]), ...more })).id;
  const of = (id: string) => ({ of: { entity: 'company', id } });
  const ids = {
    loose: await save('loose.txt'),
    said: await save('said.txt', { conversationId: conversation.id }),
    attached: await save('attached.txt', of(acme.id)),
    deleted: await save('deleted.txt', of(acme.id)),
    inTrash: await save('in-trash.txt', of(gone.id)),
  };
  await files.remove(home.scope, ids.deleted);
  await db.crm.records(Company).delete(home.scope, gone.id);
  const keysOf = async () => {
    const all = await db.crm.store
      .model(Attachment.name)
      .find({})
      .lean<Array<{ _id: string; storageKey: string }>>();
    return new Map(all.map(({ _id, storageKey }) => [_id, storageKey]));
  };
  const before = await keysOf();
  expect(await sweepFiles(db.crm)).toBe(0);
  expect((await keysOf()).size).toBe(5);

  now = new Date(now.getTime() + DAY + 1);
  expect(await sweepFiles(db.crm)).toBe(1);
  now = new Date(now.getTime() + 30 * DAY);
  expect(await sweepFiles(db.crm)).toBe(1);
  const after = await keysOf();
  const kept = Object.entries(ids).filter(([, id]) => after.has(id));
  expect(kept.map(([name]) => name)).toEqual(['said', 'attached', 'inTrash']);
  for (const [name, id] of Object.entries(ids))
    expect(await files.store.exists(before.get(id) ?? ''), name).toBe(after.has(id));
  await db.crm.records(Company).restore(home.scope, gone.id);
  expect((await db.crm.records(Attachment).restore(home.scope, ids.inTrash)).isDeleted).toBe(false);
});
