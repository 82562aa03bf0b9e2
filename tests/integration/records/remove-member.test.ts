import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { startWorker } from '@clianta/crm-core/work/start-worker';
import { removeMember } from '@clianta/crm-core/workspace/remove-member';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { handOverRecords } from '@clianta/jobs/jobs/hand-over-records.job';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aContact, aDeal } from '../../support/test-crm.ts';

const idOf = (scope: Scope) => scope.actor.id;

const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { isOwn: true })
  .extend('lee', ({ home }) => home.member('Lee Gone'))
  .extend('mo', ({ home }) => home.member('Mo Novak'))
  .extend(
    'memberOf',
    ({ db, home }) =>
      async (scope: Scope) =>
        (await db.crm.records(TeamMember).findOne(home.scope, { userId: idOf(scope) }))?.id ?? '',
  )
  .extend(
    'ownedBy',
    ({ db, home }) =>
      (scope: Scope) =>
        db.crm.records(Opportunity).count(home.scope, {
          where: [{ field: 'ownerId', op: 'eq', value: idOf(scope) }],
        }),
  )
  .extend('recordsOfLee', ({ db, home, lee }) => async () => {
    const ownerId = idOf(lee);
    const { scope } = home;
    const of = {
      contact: await aContact(db.crm, scope, { ownerId }),
      company: await aCompany(db.crm, scope, { ownerId }),
    };
    const deal = await aDeal(db.crm, scope, { ownerId });
    const task = await db.crm.records(Task).create(scope, { title: 'Call Ada', assigneeId: ownerId });
    const note = await db.crm.records(Activity).create(scope, {
      type: 'note',
      subject: 'Called',
      at: new Date(),
      userId: ownerId,
      contactId: of.contact.id,
    });
    await aDeal(db.crm, scope, { ownerId: idOf(home.scope) });
    return { ...of, deal, task, note };
  });

describe('removing a member', () => {
  it('hands over what they looked after, not what they did, and is undone in one step', async ({
    lee,
    mo,
    db,
    home,
    memberOf,
    recordsOfLee,
  }) => {
    const { deal, task, note } = await recordsOfLee();
    const { groupId, ...removal } = await removeMember(db.crm, home.scope, await memberOf(lee), {
      handOverTo: idOf(mo),
    });
    expect(removal).toMatchObject({ handedOver: 4, isPending: false, member: { name: 'Lee Gone' } });
    const owners = async () => [
      (await db.crm.records(Opportunity).get(home.scope, deal.id)).ownerId,
      (await db.crm.records(Task).get(home.scope, task.id)).assigneeId,
      (await db.crm.records(Activity).get(home.scope, note.id)).userId,
    ];
    expect(await owners()).toEqual([idOf(mo), idOf(mo), idOf(lee)]);
    expect(await memberOf(lee)).toBe('');
    const undone = await undoGroup(db.crm, home.scope, groupId);
    expect([undone.reverted.length, undone.kept]).toEqual([5, []]);
    expect(await owners()).toEqual([idOf(lee), idOf(lee), idOf(lee)]);
    expect(await memberOf(lee)).not.toBe('');
  });

  it('leaves the records alone unless it is told who gets them', async ({
    lee,
    db,
    home,
    memberOf,
    ownedBy,
    recordsOfLee,
  }) => {
    await recordsOfLee();
    const removal = await removeMember(db.crm, home.scope, await memberOf(lee), {});
    expect(removal.handedOver).toBe(0);
    expect(await ownedBy(lee)).toBe(1);
  });

  it('hands nothing over when the removal is refused, or to somebody who is not in the team', async ({
    lee,
    mo,
    db,
    home,
    memberOf,
    ownedBy,
    recordsOfLee,
  }) => {
    await recordsOfLee();
    const leeId = await memberOf(lee);
    const owner = await memberOf(home.scope);
    const attempts = [
      removeMember(db.crm, mo as Scope, leeId, { handOverTo: idOf(mo) }),
      removeMember(db.crm, home.scope, owner, { handOverTo: idOf(mo) }),
      removeMember(db.crm, home.scope, leeId, { handOverTo: idOf(lee) }),
      removeMember(db.crm, home.scope, leeId, { handOverTo: 'aaaaaaaaaaaaaaaaaaaaaaaa' }),
    ];
    const codes = (await Promise.allSettled(attempts)).map(
      (one) => one.status === 'rejected' && one.reason.code,
    );
    expect(codes).toEqual(['forbidden', 'forbidden', 'invalid', 'invalid']);
    expect([await ownedBy(lee), await ownedBy(home.scope)]).toEqual([1, 1]);
  });

  it('hands over very many a little later, unless the removal is undone before', async ({
    lee,
    mo,
    db,
    home,
    memberOf,
    ownedBy,
  }) => {
    const deals = Array.from({ length: 201 }, (_, index) =>
      aDeal(db.crm, home.scope, { title: `Deal ${index}`, ownerId: idOf(lee) }),
    );
    await Promise.all(deals);
    const remove = async () =>
      removeMember(db.crm, home.scope, await memberOf(lee), { handOverTo: idOf(mo) });
    const worker = await startWorker(db.crm, {
      lane: 'jobs',
      jobs: [handOverRecords],
      context: { crm: db.crm, notify: () => {} },
      sweepEveryMs: 3_600_000,
    });
    await worker.settle();
    const first = await remove();
    expect(first).toMatchObject({ handedOver: 201, isPending: true });
    await undoGroup(db.crm, home.scope, first.groupId);
    await worker.settle();
    expect(await ownedBy(lee)).toBe(201);
    const { groupId } = await remove();
    await worker.settle();
    expect([await ownedBy(lee), await ownedBy(mo)]).toEqual([0, 201]);
    expect((await undoGroup(db.crm, home.scope, groupId)).reverted).toHaveLength(202);
    await worker.stop();
  });
});
