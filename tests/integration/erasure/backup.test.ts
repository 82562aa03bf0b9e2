import { mkdtempSync } from 'node:fs';
import { appendFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { backUp } from '@clianta/crm-core/backup/back-up';
import { isMailHeld, releaseMail } from '@clianta/crm-core/backup/instance';
import { restore } from '@clianta/crm-core/backup/restore';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { carryOutErasure } from '@clianta/crm-core/erasure/carry-out-erasure';
import { findPerson } from '@clianta/crm-core/erasure/person-keys';
import { startErasure } from '@clianta/crm-core/erasure/start-erasure';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aMail, aMailbox, anOutbox, mailOf } from '../../support/outbox.ts';
import { type OwnDatabase, openOwnDatabase } from '../../support/own-database.ts';
import { aPlantedPerson, everythingStored, tracesOf } from '../../support/planted-person.ts';
import { anSmtpServer } from '../../support/smtp-stand-in.ts';
import { aContact, aWorkspace } from '../../support/test-crm.ts';

let db: OwnDatabase;
let other: OwnDatabase;
let folder: string;
beforeEach(async () => {
  [db, other] = [await openOwnDatabase(), await openOwnDatabase()];
  folder = mkdtempSync(join(tmpdir(), 'clianta-backup-'));
});
afterEach(async () => {
  await db.close();
  await other.close();
  await rm(folder, { recursive: true, force: true });
});

it('a backup is put back whole, with its files, and sends no mail until an admin says so', async () => {
  const home = await aWorkspace(db.crm);
  const ada = await aContact(db.crm, home.scope, { name: 'Ada Quist', email: 'ada@x.example' });
  const stream = Readable.from([Buffer.from('Name\nAda Quist\n')]);
  const file = await db.crm.files.save(home.scope, { name: 'list.csv', stream });
  const { collections, files } = await backUp(db.crm, folder);
  const documents = collections.reduce((sum, { count }) => sum + count, 0);
  expect(files).toHaveLength(1);

  expect(await restore(other.crm, folder)).toEqual({ documents, files: 1, erasedAgain: 0 });
  expect(await other.crm.records(Contact).get(home.scope, ada.id)).toEqual(
    await db.crm.records(Contact).get(home.scope, ada.id),
  );
  expect(await text((await other.crm.files.open(home.scope, file.id)).stream)).toBe('Name\nAda Quist\n');
  await expect(restore(other.crm, folder)).rejects.toThrow('There is data here already');
  const { connection } = other.database;
  expect(await isMailHeld(connection)).toBe(true);
  expect(await isMailHeld(db.database.connection)).toBe(false);
  expect(await releaseMail(connection)).toBe(true);
  expect(await isMailHeld(connection)).toBe(false);
}, 60_000);

it('mail of a copy that was put back waits in the outbox, and goes out once an admin has said so', async () => {
  const home = await aWorkspace(db.crm);
  const smtp = await anSmtpServer();
  const mailbox = await aMailbox(db.crm, home, smtp);
  const id = await aMail(db.crm, home, mailbox.id);
  await backUp(db.crm, folder);
  await restore(other.crm, folder);
  const outbox = anOutbox(other.crm, smtp);
  try {
    await outbox.runOne(home, id);
    expect(smtp.connections).toBe(0);
    expect((await mailOf(other.crm, home, id)).status).toBe('queued');
    const orders = await other.crm.work.list(home.workspaceId, { states: ['waiting'], limit: 10 });
    const again = orders.find(({ key }) => key === id)?.at.getTime() ?? 0;
    expect(again).toBeGreaterThan(Date.now());
    await releaseMail(other.database.connection);
    await outbox.runOne(home, id);
    expect(smtp.arrived).toHaveLength(1);
    expect((await mailOf(other.crm, home, id)).status).toBe('sent');
  } finally {
    outbox.provider.close();
    await smtp.close();
  }
}, 60_000);

it('whoever was erased after the backup was made is erased again before the copy is used', async () => {
  const { crm } = db;
  const home = await aWorkspace(crm);
  const jane = await aPlantedPerson(crm, home);
  await aContact(crm, home.scope, { name: 'Bo', notes: `Knows ${jane.email}` });
  await backUp(crm, folder);
  const { keys } = await findPerson(crm, home.workspaceId, { contactId: jane.id });
  const { id } = await startErasure(crm, home.scope, keys);
  await carryOutErasure(crm, home.workspaceId, id);

  expect(await restore(crm, folder, { replaces: true })).toMatchObject({ erasedAgain: 1 });
  const traces = tracesOf([jane.id]);
  expect((await everythingStored(crm)).filter(({ text: stored }) => traces.test(stored))).toEqual([]);
  expect(await crm.records(Contact).count(home.scope, {})).toBe(1);
}, 60_000);

it('a backup that was changed or is not whole is refused before anything is changed', async () => {
  const home = await aWorkspace(db.crm);
  await aContact(db.crm, home.scope, {});
  await backUp(db.crm, folder);
  await expect(backUp(db.crm, folder)).rejects.toThrow('name an empty folder');
  await appendFile(join(folder, 'database', 'contacts.bson'), 'x');
  await expect(restore(other.crm, folder)).rejects.toThrow('contacts.bson is different');
  await rm(join(folder, 'database', 'contacts.bson'));
  await expect(restore(other.crm, folder)).rejects.toThrow('contacts.bson cannot be read');
  await rm(join(folder, 'manifest.json'));
  await expect(restore(other.crm, folder)).rejects.toThrow('There is no backup');
  expect(await other.crm.store.model(Contact).countDocuments({})).toBe(0);
}, 60_000);
