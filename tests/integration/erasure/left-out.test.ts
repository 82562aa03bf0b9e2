import { Readable } from 'node:stream';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { carryOutErasure } from '@clianta/crm-core/erasure/carry-out-erasure';
import { findPerson } from '@clianta/crm-core/erasure/person-keys';
import { startErasure } from '@clianta/crm-core/erasure/start-erasure';
import { startImport } from '@clianta/crm-core/imports/imports';
import { checkImport } from '@clianta/crm-core/imports/run/check-import';
import { writeRecord } from '@clianta/crm-core/integrations/inbound-hook/write-record';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { ownPeople } from '@clianta/crm-core/marketing/mail-sync/known-people';
import { takeMails } from '@clianta/crm-core/marketing/mail-sync/take-mail';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aPlantedPerson, JANE } from '../../support/planted-person.ts';
import { aWorkspace, openTestCrm, type TestDatabase } from '../../support/test-crm.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestCrm();
});
afterAll(() => db.close());

/** A workspace in which the person was erased. */
async function withoutJane() {
  const { crm } = db;
  const home = await aWorkspace(crm);
  const { id: contactId } = await aPlantedPerson(crm, home);
  const { keys } = await findPerson(crm, home.workspaceId, { contactId });
  const { id } = await startErasure(crm, home.scope, keys);
  await carryOutErasure(crm, home.workspaceId, id);
  return home;
}

const ERASED = 'This person was erased on request: they come back only by a form of their own.';

it('an import leaves out whoever was erased, and says so', async () => {
  const { crm } = db;
  const home = await withoutJane();
  const stream = Readable.from([
    Buffer.from(`Name,E-mail\nAda Quist,ada@x.example\n${JANE.name},${JANE.email.toUpperCase()}\n`),
  ]);
  const file = await crm.files.save(home.scope, { name: 'people.csv', stream });
  const started = await startImport(crm, home.scope, { fileId: file.id });
  const checked = await checkImport(crm, home.scope, started);
  expect(checked).toMatchObject({ counts: { created: 1, failed: 1 } });
  expect(JSON.stringify(checked)).toContain(ERASED);
});

it('what another system sends of them is refused, their own form brings them back', async () => {
  const { crm } = db;
  const home = await withoutJane();
  const arrival = {
    workspaceId: home.workspaceId,
    kind: Contact.name,
    mapping: ['name', 'email'].map((field) => ({ path: field, field })),
    matchBy: 'email',
    from: 'the webhook “Shop”',
    channel: 'hook',
    id: 'a1',
    cause: 'hook.a1',
  };
  const sent = { name: JANE.name, email: JANE.email };
  await expect(writeRecord(crm, arrival, sent)).rejects.toThrow(ERASED);
  const own = { ...arrival, id: 'b1', cause: 'form.b1', isOwn: true };
  expect(await writeRecord(crm, own, sent)).toMatchObject({ outcome: 'added' });
  expect(await writeRecord(crm, { ...arrival, id: 'c1', cause: 'hook.c1' }, sent)).toMatchObject({
    outcome: 'unchanged',
  });
});

it('a mailbox takes no mail from them, and of mail among others leaves them out', async () => {
  const { crm } = db;
  const home = await withoutJane();
  const account = await crm
    .records(EmailAccount)
    .create(home.system, { address: 'sam@own.example', ownerId: home.scope.actor.id });
  const own = await ownPeople(crm, home.workspaceId);
  const jane = { address: JANE.email, name: JANE.name };
  const sam = { address: 'sam@own.example' };
  const given = { crm, account, folderId: 'f', isNew: false };
  const take = async (messageId: string, from: { address: string }, to: Array<{ address: string }>) => {
    const mail = {
      ...{ messageId, from, to, cc: [], replyTo: [], references: [], subject: 'Tulips', text: 'Hello' },
      ...{ attachments: [], sentAt: new Date(), headers: new Map() },
    };
    const [taken] = await takeMails({ ...given, own: { ...own, addresses: new Set([sam.address]) } }, [
      { uid: 1, mail: mail as never },
    ]);
    return taken;
  };
  expect(await take('<1@x.example>', jane, [sam])).toEqual({ kind: 'skipped', why: ERASED });
  expect(await take('<2@x.example>', sam, [jane])).toEqual({ kind: 'skipped', why: ERASED });
  const among = await take('<3@x.example>', { address: 'bo@x.example' }, [sam, jane]);
  const stored = await crm.store
    .model(EmailMessage)
    .collection.find({ workspaceId: home.workspaceId })
    .toArray();
  expect(among?.kind).toBe('new');
  expect(stored).toHaveLength(1);
  expect(JSON.stringify(stored)).not.toContain(JANE.email);
});
