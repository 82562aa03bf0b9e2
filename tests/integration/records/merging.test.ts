import { AIMemory } from '@clianta/crm-core/conversations/ai-memory/ai-memory.schema';
import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { DuplicatePair } from '@clianta/crm-core/intelligence/duplicate-pair/duplicate-pair.schema';
import { carryOut } from '@clianta/crm-core/intelligence/hygiene/carry-out-merge';
import { compareAll, compareRecord } from '@clianta/crm-core/intelligence/hygiene/compare-records';
import { mergeRecords } from '@clianta/crm-core/intelligence/hygiene/merge-records';
import { IntentSignal } from '@clianta/crm-core/intelligence/intent-signal/intent-signal.schema';
import { LifecycleHistory } from '@clianta/crm-core/intelligence/lifecycle-history/lifecycle-history.schema';
import { keepSteps } from '@clianta/crm-core/intelligence/scoring/lifecycle';
import { waitingJobs } from '@clianta/crm-core/work/waiting-job';
import { describe, expect, vi } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aContact, aDeal, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

const it = crmTest;
const contacts = Contact as unknown as Entity;

/** One person twice, the second with all that can refer to somebody. */
async function twice({ crm }: Pick<TestDatabase, 'crm'>, { scope, system }: TestWorkspace) {
  const company = await aCompany(crm, scope, { name: 'Acme' });
  const first = await aContact(crm, scope, {
    name: 'Walter Novak',
    phone: '+49 30 1234567',
    jobTitle: 'Buyer',
    companyId: company.id,
  });
  const second = await aContact(crm, scope, {
    name: 'Novak, Walter',
    email: 'walter@acme.example',
    phone: '+49 30 1234567',
  });
  const contactId = second.id;
  const deal = await aDeal(crm, scope, { title: 'Pumps', contactId });
  const [task, call, signal, fact] = await Promise.all([
    crm.records(Task).create(scope, { title: 'Call back', contactId }),
    crm.records(Activity).create(scope, { type: 'call', subject: 'Called', at: crm.now(), contactId }),
    crm.records(IntentSignal).create(scope, { contactId, type: 'form', at: crm.now(), eventId: newId() }),
    crm.records(AIMemory).create(scope, aFact(contactId, 'Prefers mornings')),
  ]);
  await keepSteps(crm, scope.workspaceId, [
    { contactId, to: 'mql', cause: 'form', byId: 'system', at: crm.now() },
  ]);
  await crm.records(Conversation).create(system, {
    userId: scope.actor.id,
    channel: 'web',
    focus: [{ entity: 'contact', id: contactId, title: 'Novak, Walter' }],
  });
  return { company, first, second, deal, task, call, signal, fact };
}

const aFact = (subjectId: string, fact: string) => ({
  fact,
  subjectEntity: 'contact',
  subjectId,
  subjectTitle: 'Walter',
  source: 'a test',
});

const inGroup = (scope: Scope): Scope => ({ ...scope, groupId: newId() });

describe('a merge', () => {
  it('is what its preview says: values, and everything that refers to the one that goes', async ({
    db,
    home,
  }) => {
    const { crm } = db;
    const { first, second, ...made } = await twice(db, home);
    const request = { entity: contacts, ids: [first.id, second.id] };
    const preview = await mergeRecords(crm, home.scope, request, { isTrial: true });
    expect(preview.survivor.id).toBe(first.id);
    expect(preview.patch).toEqual({ email: 'walter@acme.example' });
    const moves = Object.fromEntries(
      preview.moves.map(({ entity, ids, silentIds }) => [entity.name, ids.length + silentIds.length]),
    );
    expect(moves).toEqual({
      opportunity: 1,
      task: 1,
      activity: 1,
      intentSignal: 1,
      aiMemory: 1,
      lifecycleHistory: 1,
    });
    expect((await crm.records(Contact).get(home.scope, first.id)).version).toBe(1);

    const done = await mergeRecords(crm, inGroup(home.scope), request, { isTrial: false });
    expect(done.patch).toEqual(preview.patch);
    expect(await crm.records(Contact).get(home.scope, first.id)).toMatchObject({
      email: 'walter@acme.example',
      name: 'Walter Novak',
    });
    expect(await crm.records(Contact).get(home.scope, second.id, { withDeleted: true })).toMatchObject({
      isDeleted: true,
      mergedIntoId: first.id,
    });
    expect(await crm.records(Opportunity).get(home.scope, made.deal.id)).toMatchObject({
      contactId: first.id,
    });
    expect(await crm.records(Task).get(home.scope, made.task.id)).toMatchObject({ contactId: first.id });
    expect(await crm.records(Activity).get(home.scope, made.call.id)).toMatchObject({ contactId: first.id });
    expect(await crm.records(IntentSignal).get(home.scope, made.signal.id)).toMatchObject({
      contactId: first.id,
    });
    expect(await crm.records(AIMemory).get(home.scope, made.fact.id)).toMatchObject({ subjectId: first.id });
    expect(
      await crm
        .records(LifecycleHistory)
        .count(home.scope, { where: [{ field: 'contactId', op: 'eq', value: first.id }] }),
    ).toBe(1);
    const {
      records: [conversation],
    } = await crm.records(Conversation).find(home.scope);
    expect(conversation?.focus).toEqual([{ entity: 'contact', id: first.id, title: 'Walter Novak' }]);
    const { records: told } = await crm.records(Activity).find(home.scope, { search: 'Merged' });
    expect(told).toMatchObject([{ subject: 'Merged with Novak, Walter', contactId: first.id }]);
    expect(await crm.records(DuplicatePair).find(home.scope)).toMatchObject({
      records: [{ status: 'merged', keptId: first.id }],
    });
  });

  it('is undone as one: both are back with all that was theirs', async ({ db, home }) => {
    const { crm } = db;
    const { first, second, deal, task, signal } = await twice(db, home);
    const scope = inGroup(home.scope);
    await mergeRecords(crm, scope, { entity: contacts, ids: [first.id, second.id] }, { isTrial: false });
    expect((await undoGroup(crm, home.scope, String(scope.groupId))).kept).toEqual([]);
    const back = await crm.records(Contact).getMany(home.scope, [first.id, second.id]);
    expect(back.get(first.id)?.email ?? undefined).toBeUndefined();
    expect(back.get(second.id)).toMatchObject({ isDeleted: false, email: 'walter@acme.example' });
    expect(back.get(second.id)?.mergedIntoId).toBeUndefined();
    expect(await crm.records(Opportunity).get(home.scope, deal.id)).toMatchObject({ contactId: second.id });
    expect(await crm.records(Task).get(home.scope, task.id)).toMatchObject({ contactId: second.id });
    expect(await crm.records(IntentSignal).get(home.scope, signal.id)).toMatchObject({
      contactId: second.id,
    });
    const steps = { where: [{ field: 'contactId', op: 'eq' as const, value: second.id }] };
    expect(await crm.records(LifecycleHistory).count(home.scope, steps)).toBe(1);
    expect(await crm.records(DuplicatePair).find(home.scope)).toMatchObject({
      records: [{ status: 'open' }],
    });
  });

  it('brings both back and names what was changed since', async ({ db, home }) => {
    const { crm } = db;
    const { first, second, deal } = await twice(db, home);
    const scope = inGroup(home.scope);
    await mergeRecords(crm, scope, { entity: contacts, ids: [first.id, second.id] }, { isTrial: false });
    await crm.records(Contact).update(home.scope, first.id, { city: 'Turin' });
    const { kept } = await undoGroup(crm, home.scope, String(scope.groupId));
    expect(kept.map(({ title }) => title)).toContain('Walter Novak');
    expect((await crm.records(Contact).get(home.scope, second.id)).isDeleted).toBe(false);
    expect(await crm.records(Opportunity).get(home.scope, deal.id)).toMatchObject({ contactId: second.id });
  });

  it('is done once however often it is begun, and goes on where it was broken off', async ({ db, home }) => {
    const { crm } = db;
    const { first, second } = await twice(db, home);
    const scope = inGroup(home.scope);
    const { patch } = await mergeRecords(
      crm,
      scope,
      { entity: contacts, ids: [first.id, second.id] },
      { isTrial: true },
    );
    const order = {
      entity: 'contact',
      survivorId: first.id,
      otherIds: [second.id],
      patch,
      groupId: String(scope.groupId),
      actor: home.scope.actor,
    };
    // everything has moved, and the process is gone before the other goes
    const broken = vi.spyOn(crm.records(Contact), 'delete').mockRejectedValueOnce(new Error('killed'));
    await expect(carryOut(crm, home.workspaceId, order)).rejects.toThrow('killed');
    broken.mockRestore();
    expect(await crm.records(Contact).get(home.scope, first.id)).not.toMatchObject({ email: patch.email });
    await carryOut(crm, home.workspaceId, order);
    const versions = async () =>
      [...(await crm.records(Contact).getMany(home.scope, [first.id, second.id])).values()].map(
        ({ version }) => version,
      );
    expect(await crm.records(Contact).get(home.scope, first.id)).toMatchObject({ email: patch.email });
    const before = await versions();
    await carryOut(crm, home.workspaceId, order);
    expect(await versions()).toEqual(before);
    expect(await crm.records(Activity).count(home.scope, { search: 'Merged' })).toBe(1);
  });

  it('keeps facts that both have once, and dismissals of the one that goes', async ({ db, home }) => {
    const { crm } = db;
    const { first, second } = await twice(db, home);
    await crm.records(AIMemory).create(home.scope, aFact(first.id, 'prefers mornings'));
    const brother = await aContact(crm, home.scope, { name: 'Walter J. Novak', phone: '+49 30 1234567' });
    await compareRecord(crm, home.workspaceId, 'contact', second.id);
    const pairs = crm.records(DuplicatePair);
    const ofBrother = async () =>
      (await pairs.find(home.scope)).records.filter(({ aId, bId }) => [aId, bId].includes(brother.id));
    for (const { id } of await ofBrother()) await pairs.update(home.scope, id, { status: 'dismissed' });
    await mergeRecords(
      crm,
      inGroup(home.scope),
      { entity: contacts, ids: [first.id, second.id] },
      { isTrial: false },
    );
    await compareAll(crm, home.workspaceId, 'contact');
    expect(await crm.records(AIMemory).count(home.scope)).toBe(1);
    expect((await ofBrother()).map(({ status }) => status)).toEqual(['dismissed', 'dismissed']);
    expect(
      (await pairs.find(home.scope, { where: [{ field: 'status', op: 'eq', value: 'open' }] })).records,
    ).toEqual([]);
  });

  it('sends what comes later for the one that is gone to the survivor', async ({ db, home }) => {
    const { crm } = db;
    const { first, second } = await twice(db, home);
    const third = await aContact(crm, home.scope, { name: 'Walter Novak' });
    const merge = (keepId: string, id: string) =>
      mergeRecords(crm, inGroup(home.scope), { entity: contacts, ids: [id], keepId }, { isTrial: false });
    await merge(third.id, second.id);
    await merge(first.id, third.id);
    const late = await crm
      .records(IntentSignal)
      .create(home.scope, { contactId: second.id, type: 'click', at: crm.now(), eventId: newId() });
    expect(late.contactId).toBe(first.id);
  });

  it('refuses nonsense, and who may not', async ({ db, home }) => {
    const { crm } = db;
    const { company, first, second } = await twice(db, home);
    const trial = (ids: string[], more = {}) =>
      mergeRecords(crm, home.scope, { entity: contacts, ids, ...more }, { isTrial: false });
    await expect(trial([first.id, first.id])).rejects.toThrow(/merged with itself/);
    await expect(trial([first.id, company.id])).rejects.toThrow(/no contact/);
    await expect(trial([first.id, ...Array.from({ length: 5 }, newId)])).rejects.toThrow(/At most 5/);
    await expect(trial([first.id, second.id], { versions: new Map([[second.id, 7]]) })).rejects.toThrow(
      /was changed since/,
    );
    await expect(
      mergeRecords(
        crm,
        home.scope,
        { entity: Opportunity as unknown as Entity, ids: ['a', 'b'] },
        { isTrial: true },
      ),
    ).rejects.toThrow(/cannot be merged/);
    await crm.records(Contact).delete(home.scope, second.id);
    await expect(trial([first.id, second.id])).rejects.toThrow(/in the trash/);
    const viewer = await home.member('Vera View', 'viewer');
    await expect(
      mergeRecords(crm, viewer, { entity: contacts, ids: [first.id, second.id] }, { isTrial: true }),
    ).rejects.toThrow(/may not/);
    expect((await crm.records(Contact).get(home.scope, first.id)).version).toBe(1);
  });

  it('of very much waits for the job that does it', async ({ db, home }) => {
    const { crm } = db;
    const { first, second } = await twice(db, home);
    await Promise.all(
      Array.from({ length: 201 }, (_, at) =>
        crm.records(Task).create(home.scope, { title: `Task ${at}`, contactId: second.id }),
      ),
    );
    const scope = inGroup(home.scope);
    const { isPending } = await mergeRecords(
      crm,
      scope,
      { entity: contacts, ids: [first.id, second.id] },
      { isTrial: false },
    );
    expect(isPending).toBe(true);
    expect((await crm.records(Contact).get(home.scope, second.id)).isDeleted).toBe(false);
    const job = await waitingJobs(db.database.connection).findOne({
      workspaceId: home.workspaceId,
      job: 'merge_records',
    });
    await carryOut(crm, home.workspaceId, job?.data as never);
    expect(
      await crm
        .records(Task)
        .count(home.scope, { where: [{ field: 'contactId', op: 'eq', value: first.id }] }),
    ).toBe(202);
  });

  it('of companies moves people, deals and what belongs to them, and unties the two', async ({
    db,
    home,
  }) => {
    const { crm } = db;
    const one = await aCompany(crm, home.scope, { name: 'Acme GmbH', industry: 'Pumps', employees: 40 });
    const two = await aCompany(crm, home.scope, { name: 'Acme', domain: 'acme.example' });
    const child = await aCompany(crm, home.scope, { name: 'Acme Labs', parentId: two.id });
    await crm.records(Company).update(home.scope, one.id, { parentId: two.id });
    const ada = await aContact(crm, home.scope, { name: 'Ada', companyId: two.id });
    const scope = inGroup(home.scope);
    await mergeRecords(
      crm,
      scope,
      { entity: Company as unknown as Entity, ids: [two.id], keepId: one.id },
      { isTrial: false },
    );
    const kept = await crm.records(Company).get(home.scope, one.id);
    expect(kept).toMatchObject({ domain: 'acme.example' });
    expect(kept.parentId ?? undefined).toBeUndefined();
    expect(await crm.records(Company).get(home.scope, child.id)).toMatchObject({ parentId: one.id });
    expect(await crm.records(Contact).get(home.scope, ada.id)).toMatchObject({ companyId: one.id });
    expect((await undoGroup(crm, home.scope, String(scope.groupId))).kept).toEqual([]);
    expect(await crm.records(Company).get(home.scope, two.id)).toMatchObject({ domain: 'acme.example' });
    expect(await crm.records(Company).get(home.scope, one.id)).toMatchObject({ parentId: two.id });
  });
});
