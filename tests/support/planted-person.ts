import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { newId } from '@clianta/crm-core/entity/ids';
import { mayNamePerson } from '@clianta/crm-core/entity/personal';
import type { Field } from '@clianta/crm-core/entity/zod-fields';
import { Attachment } from '@clianta/crm-core/files/attachment/attachment.schema';
import { entities } from '@clianta/crm-core/registry';
import { aRecordOfEvery, inputOf } from './every-entity.ts';
import type { TestWorkspace } from './test-crm.ts';

/** Where the contents of files are, and by what a workspace reads: with other values nothing would work any more. */
const PLACES = /^(storageKey|thumbKey|textKey|locale|timeZone|zone)$/;

export const JANE = {
  name: 'Zelda Quackenbush',
  email: 'zelda.quackenbush@acme.example',
  phone: '+493012345678',
  otherEmails: ['zq@home.example'],
};

/** What must not stand anywhere any more, as others would look for it. */
export const tracesOf = (ids: readonly string[]): RegExp =>
  new RegExp(['zelda.?quackenbush', 'zq@home', '3012345678', '30 1234 5678', ...ids].join('|'), 'i');

/** A contact that has had another address before. */
export async function aPlantedPerson(crm: CrmCore, home: TestWorkspace): Promise<ContactRecord> {
  const contacts = crm.records(Contact);
  const { id } = await contacts.create(home.scope, { ...JANE, email: 'zq@home.example', otherEmails: [] });
  return contacts.update(home.scope, id, JANE);
}

const textOf = (id: string) =>
  `Ask ${JANE.name} (${JANE.email.toUpperCase()}, +49 30 1234 5678, zq@home.example), see /records/contacts/${id}.`;

/** Puts the person into a record of every entity, in whatever field can say something. */
export async function plantEverywhere(crm: CrmCore, home: TestWorkspace, personId: string): Promise<void> {
  for (const { entity, id } of await aRecordOfEvery(crm, home)) await plant(crm, entity, id, personId);
}

async function plant(crm: CrmCore, entity: Entity, id: string, personId: string): Promise<void> {
  const text = textOf(personId);
  const values: Record<string, unknown> = {
    outside: `a mail from ${JANE.email}`,
    customFields: { planted: text, [JANE.email]: 'as a key' },
    outbox: [
      {
        ...{ id: newId(), at: new Date(), change: 'updated', version: 1, groupId: newId(), events: [] },
        ...{ actor: { type: 'user', id: 'someone', name: 'Someone' } },
        ...{ title: text, before: { note: text }, after: {} },
      },
    ],
  };
  for (const field of entity.fields) {
    const value = plantedValue(field, text);
    if (value !== undefined && !PLACES.test(field.name) && field.name !== entity.tenantField)
      values[field.name] = value;
  }
  await crm.store.model(entity).collection.updateOne({ _id: id as never }, { $set: values });
}

function plantedValue(field: Field, text: string): unknown {
  if (field.ref || mayNamePerson(field)) return undefined;
  if (field.kind === 'string') return text;
  if (field.kind === 'array')
    return field.element === 'string'
      ? [text]
      : field.element === 'object'
        ? [{ planted: { text } }]
        : undefined;
  return field.kind === 'object' || field.kind === 'record' || field.kind === 'unknown'
    ? { planted: [{ text }] }
    : undefined;
}

/** Records that are the person's: one for each field by which an entity names somebody. */
export async function tieEverywhere(crm: CrmCore, home: TestWorkspace, personId: string): Promise<void> {
  for (const entity of entities) {
    const fields = entity.fields.filter(mayNamePerson);
    const input = fields.length > 0 ? await inputOf(crm, entity, home) : undefined;
    if (!input) continue;
    const { id } = await crm.records(entity).create(home.system, input as never);
    const set: Record<string, unknown> = {};
    for (const field of fields) {
      if (field.refBy) set[field.refBy] = Contact.name;
      set[field.name] = field.kind === 'array' ? [personId] : personId;
    }
    await crm.store.model(entity).collection.updateOne({ _id: id as never }, { $set: set });
  }
}

/** Bookkeeping that no entity describes. */
export async function plantBookkeeping(crm: CrmCore, workspaceId: string, personId: string): Promise<void> {
  const text = textOf(personId);
  const bytes = Buffer.from(JSON.stringify({ said: text }));
  const put = (name: string, document: Record<string, unknown>) =>
    crm.store.connection.collection(name).insertOne({ _id: newId() as never, ...document });
  await put('waitingJobs', {
    workspaceId,
    job: 'send_reminder',
    state: 'failed',
    data: { contactId: personId },
  });
  await put('deadLetters', { queue: 'crm-events', event: { workspaceId, after: { text } }, error: text });
  await put('importRefusals', { workspaceId, cells: [JANE.email] });
  await put('checkpoints', { thread_id: 'turn-1', checkpoint: bytes });
  await put('checkpoint_writes', { thread_id: 'turn-1', value: bytes });
  await put('softBounces', { _id: `${workspaceId}:${JANE.email}` as never, at: new Date() });
  await put('somethingOfTomorrow', { workspaceId, deep: { list: [{ email: JANE.email }, { text }] } });
}

/** Every document of the database and the content of every file, as text. */
export async function everythingStored(crm: CrmCore): Promise<Array<{ place: string; text: string }>> {
  const { connection, store } = { connection: crm.store.connection, store: crm.files.store };
  const found: Array<{ place: string; text: string }> = [];
  for (const { name } of (await connection.db?.listCollections().toArray()) ?? [])
    for await (const document of connection.collection(name).find({}))
      found.push({ place: name, text: JSON.stringify(document, (_key, value) => asText(value)) });
  // files of other tests' records may have no key that a store would give
  for await (const file of crm.store.model(Attachment.name).collection.find({}))
    for (const key of [file.storageKey, file.textKey])
      if (key && (await store.exists(key).catch(() => false)))
        found.push({ place: `file ${file.name}`, text: (await buffer(await store.open(key))).toString() });
  return found;
}

/** Bytes are written in base64 by JSON. */
function asText(value: unknown): unknown {
  if (typeof value === 'string' && value.length > 40 && /^[A-Za-z0-9+/=]+$/.test(value))
    return value + Buffer.from(value, 'base64').toString();
  if (value && typeof value === 'object' && 'type' in value && value.type === 'Buffer' && 'data' in value)
    return Buffer.from(value.data as number[]).toString();
  return value;
}

/** A text file of the workspace that names the person. */
export const aPlantedFile = (crm: CrmCore, home: TestWorkspace, personId: string) =>
  crm.files.save(home.scope, {
    name: 'list.csv',
    stream: Readable.from([
      Buffer.from(`Name,E-mail\nAda,ada@x.example\n${JANE.name},${JANE.email}\n${personId},`),
    ]),
  });
