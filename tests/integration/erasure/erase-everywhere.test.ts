import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { AUDIT_HEADS } from '@clianta/crm-core/entity/audit-chain';
import { newId } from '@clianta/crm-core/entity/ids';
import { mayNamePerson, personalOf } from '@clianta/crm-core/entity/personal';
import { operation } from '@clianta/crm-core/entity/scope';
import { carryOutErasure } from '@clianta/crm-core/erasure/carry-out-erasure';
import { erasedAmong, welcomeBack } from '@clianta/crm-core/erasure/erased-keys';
import { Erasure } from '@clianta/crm-core/erasure/erasure/erasure.schema';
import { findPerson } from '@clianta/crm-core/erasure/person-keys';
import { proveErasure } from '@clianta/crm-core/erasure/prove-erasure';
import { startErasure } from '@clianta/crm-core/erasure/start-erasure';
import { surveyPerson } from '@clianta/crm-core/erasure/survey-person';
import { InProcessTransport } from '@clianta/crm-core/events/transports/in-process';
import { entities } from '@clianta/crm-core/registry';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { verifyAudit } from '@clianta/crm-core/tracking/user-action/verify-audit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEvent, deadLettersInMemory } from '../../support/events.ts';
import { type OwnDatabase, openOwnDatabase } from '../../support/own-database.ts';
import {
  aPlantedFile,
  aPlantedPerson,
  everythingStored,
  JANE,
  plantBookkeeping,
  plantEverywhere,
  tieEverywhere,
  tracesOf,
} from '../../support/planted-person.ts';
import { aContact, aWorkspace } from '../../support/test-crm.ts';

let db: OwnDatabase;
beforeAll(async () => {
  db = await openOwnDatabase();
});
afterAll(() => db.close());

/** Erases at once what `startErasure` would have a job do. */
async function erase(home: Awaited<ReturnType<typeof aWorkspace>>, contactId: string) {
  const { keys } = await findPerson(db.crm, home.workspaceId, { contactId });
  const { id } = await startErasure(db.crm, home.scope, keys);
  await carryOutErasure(db.crm, home.workspaceId, id);
  return db.crm.records(Erasure).get(home.scope, id);
}

/** Where the log ends is noted by a timer, some time after what was written before. */
const storedByCommands = async (crm: CrmCore) =>
  (await everythingStored(crm)).filter(({ place }) => place !== AUDIT_HEADS);

describe('what the entities say of people', () => {
  it('every reference to a person says what becomes of it', () => {
    const unsaid = entities.flatMap((entity) =>
      entity.fields
        .filter((field) => personalOf(entity, field) === undefined)
        .map((field) => `${entity.name}.${field.name}`),
    );
    expect(unsaid).toEqual([]);
    expect(entities.flatMap(({ fields }) => fields.filter(mayNamePerson)).length).toBeGreaterThan(20);
  });

  it('says it only of fields that there are', () => {
    const unknown = entities.flatMap((entity) =>
      Object.keys(entity.personal ?? {})
        .filter((path) => !entity.fields.some(({ name }) => name === path.split('.')[0]))
        .map((path) => `${entity.name}.${path}`),
    );
    expect(unknown).toEqual([]);
  });
});

it('a person who stands in every field of every kind of record is nowhere afterwards, and nobody else is touched', async () => {
  const { crm } = db;
  const home = await aWorkspace(crm);
  const jane = await aPlantedPerson(crm, home);
  const ada = await aContact(crm, home.scope, { name: 'Ada Quist', email: 'ada.quist@x.example' });
  await tieEverywhere(crm, home, jane.id);
  await plantEverywhere(crm, home, jane.id);
  await plantBookkeeping(crm, home.workspaceId, jane.id);
  await aPlantedFile(crm, home, jane.id);
  const transport = new InProcessTransport({ deadLetters: deadLettersInMemory() });
  const waits = transport
    .publish('crm-events', anEvent({ workspaceId: home.workspaceId, recordId: jane.id, after: { ...JANE } }))
    .catch(() => {});
  crm.queues = transport;
  const traces = tracesOf([jane.id]);
  const before = await everythingStored(crm);
  const places = new Set(before.filter(({ text }) => traces.test(text)).map(({ place }) => place));
  for (const { plural } of entities.filter(({ name }) => name !== 'erasedPerson' && name !== 'erasure'))
    expect(places).toContain(plural);

  const erasure = await erase(home, jane.id);

  const left = (await everythingStored(crm)).filter(({ text }) => traces.test(text));
  expect(left).toEqual([]);
  let queued = '';
  await transport.rewrite((payload) => {
    queued += JSON.stringify(payload);
    return payload;
  });
  expect(queued).toContain('[erased]');
  expect(queued).not.toMatch(traces);
  await transport.close();
  await waits;
  crm.queues = undefined;
  expect(erasure).toMatchObject({ state: 'done', proof: { left: 0 } });
  expect(erasure.proofHash).toMatch(/^[0-9a-f]{64}$/);
  expect(erasure.steps.length).toBeGreaterThan(50);
  expect(await crm.records(Contact).get(home.scope, ada.id)).toMatchObject({
    name: 'Ada Quist',
    email: 'ada.quist@x.example',
  });
}, 120_000);

it('the audit log keeps who changed which field and when', async () => {
  const { crm } = db;
  const home = await aWorkspace(crm);
  const jane = await aPlantedPerson(crm, home);
  await crm.records(Contact).update(home.scope, jane.id, { notes: 'Likes tulips' });
  const { sweepOutbox } = await import('@clianta/crm-core/events/sweeper');
  const { OutboxRelay } = await import('@clianta/crm-core/events/outbox-relay');
  const transport = new InProcessTransport({ deadLetters: deadLettersInMemory() });
  await transport.consume('crm-events', async () => {});
  const ownRelay = new OutboxRelay(crm, transport);
  await sweepOutbox(crm, ownRelay, 0);
  const logged = () =>
    crm.store
      .model(UserAction.name)
      .collection.find({ workspaceId: home.workspaceId, entity: 'contact' })
      .sort({ recordVersion: 1 })
      .toArray();
  const before = await logged();
  expect(before.length).toBe(3);
  await erase(home, jane.id);
  const after = await logged();
  await transport.close();
  expect(after.map(({ actor, at, change }) => ({ actor, at, change }))).toEqual(
    before.map(({ actor, at, change }) => ({ actor, at, change })),
  );
  expect(after.find(({ recordVersion }) => recordVersion === 3)?.after).toEqual({ notes: '[erased]' });
  expect(JSON.stringify(after)).not.toMatch(tracesOf([jane.id]));
}, 60_000);

it('the chain of the audit log holds, and says how many entries were redacted; one whose id names the person too', async () => {
  const { crm } = db;
  const home = await aWorkspace(crm);
  const jane = await aPlantedPerson(crm, home);
  const log = crm.store.model(UserAction.name).collection;
  const named = { ...home.scope, operation: operation(`${newId()}:${JANE.email}:`) };
  await crm.records(Contact).update(named, jane.id, { notes: 'Likes tulips' });
  const own = { workspaceId: home.workspaceId };
  expect(await log.countDocuments({ ...own, _id: { $regex: JANE.email } } as never)).toBe(1);
  const before = await verifyAudit(crm, home.workspaceId);
  expect(before).toMatchObject({ isIntact: true, redacted: 0 });
  await erase(home, jane.id);
  const after = await verifyAudit(crm, home.workspaceId);
  expect(after.fault).toBeUndefined();
  expect(after.redacted).toBeGreaterThanOrEqual(3);
  expect(await log.countDocuments({ ...own, _id: { $regex: JANE.email } } as never)).toBe(0);
  // of what is redacted nothing is left by which it could be tried out; what stands there now counts
  const redacted = await log.findOne({ ...own, 'seal.redacted': { $exists: true } });
  expect(redacted?.seal.salt).toBeUndefined();
  await log.updateOne({ _id: redacted?._id as never }, { $set: { recordTitle: 'Someone else' } });
  expect((await verifyAudit(crm, home.workspaceId)).fault).toMatchObject({ kind: 'changed' });
}, 60_000);

it('whoever was erased is known by hashes alone, until they come back by themselves', async () => {
  const { crm } = db;
  const home = await aWorkspace(crm);
  const jane = await aPlantedPerson(crm, home);
  await erase(home, jane.id);
  const asked = { emails: ['ZQ@home.example', 'ada@x.example'], phones: ['+49 30 12345678'] };
  expect(await erasedAmong(crm, home.workspaceId, asked)).toEqual(
    new Set(['ZQ@home.example', '+49 30 12345678']),
  );
  await welcomeBack(crm, home.workspaceId, 'zq@home.example');
  expect(await erasedAmong(crm, home.workspaceId, asked)).toEqual(new Set(['+49 30 12345678']));
  expect(await erasedAmong(crm, (await aWorkspace(crm)).workspaceId, asked)).toEqual(new Set());
}, 60_000);

it('what somebody else has too stays: a shared number, and the name of another', async () => {
  const { crm } = db;
  const home = await aWorkspace(crm);
  const jane = await aPlantedPerson(crm, home);
  const other = await aContact(crm, home.scope, { name: JANE.name, phone: JANE.phone });
  const { keys, shared } = await findPerson(crm, home.workspaceId, { contactId: jane.id });
  expect(shared).toEqual([JANE.phone, JANE.name]);
  expect(keys).toMatchObject({ phones: [], names: [] });
  await erase(home, jane.id);
  expect(await crm.records(Contact).get(home.scope, other.id)).toMatchObject({
    name: JANE.name,
    phone: JANE.phone,
  });
}, 60_000);

it('another workspace keeps what it has of the same person', async () => {
  const { crm } = db;
  const [home, other] = [await aWorkspace(crm), await aWorkspace(crm)];
  const [jane, theirs] = [await aPlantedPerson(crm, home), await aPlantedPerson(crm, other)];
  await erase(home, jane.id);
  expect(await crm.records(Contact).get(other.scope, theirs.id)).toMatchObject(JANE);
}, 60_000);

it('a survey counts by place, shows texts with the bare name, and changes nothing', async () => {
  const { crm } = db;
  const home = await aWorkspace(crm);
  const jane = await aPlantedPerson(crm, home);
  await aContact(crm, home.scope, { name: 'Bo', notes: `Knows ${JANE.name} from school` });
  const { keys } = await findPerson(crm, home.workspaceId, { contactId: jane.id });
  const before = await storedByCommands(crm);
  const survey = await surveyPerson(crm, home.workspaceId, keys);
  expect(survey.steps).toContainEqual({ target: 'contacts', found: 2, erased: 0, kept: 0 });
  expect(survey.named).toEqual({
    count: 1,
    examples: [{ target: 'contacts', text: `Knows ${JANE.name} from school` }],
  });
  expect(await storedByCommands(crm)).toEqual(before);
  const proof = await proveErasure(crm, home.workspaceId, keys);
  expect(proof.left.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(2);
}, 60_000);

it('an accepted offer stays as it is, and the certificate says why', async () => {
  const { crm } = db;
  const home = await aWorkspace(crm);
  const jane = await aPlantedPerson(crm, home);
  const { Opportunity } = await import('@clianta/crm-core/crm/opportunity/opportunity.schema');
  const { Proposal } = await import('@clianta/crm-core/crm/proposal/proposal.schema');
  const deal = await crm.records(Opportunity).create(home.scope, { title: 'Seats', contactId: jane.id });
  const proposal = await crm.records(Proposal).create(home.scope, {
    dealId: deal.id,
    lines: [{ text: 'Seats', quantity: 1, unitMinor: 100 }],
  });
  const signer = { name: JANE.name, email: JANE.email, at: new Date() };
  await crm.store
    .model(Proposal)
    .collection.updateOne({ _id: proposal.id as never }, { $set: { status: 'accepted', signer } });
  const erasure = await erase(home, jane.id);
  expect(await crm.records(Proposal).get(home.scope, proposal.id)).toMatchObject({ signer });
  expect((await crm.records(Opportunity).get(home.scope, deal.id)).contactId).toBeUndefined();
  expect(erasure.steps).toContainEqual({
    target: 'proposals',
    found: 1,
    erased: 0,
    kept: 1,
    why: 'An accepted offer is kept as proof of what was agreed.',
  });
}, 60_000);
