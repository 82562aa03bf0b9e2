import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { ConflictError, ForbiddenError } from '@clianta/crm-core/errors';
import { type ApprovalRule, approvalRuleSchema } from '@clianta/crm-core/workspace/approval-rule';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { tellDeciders } from '@clianta/jobs/jobs/tell-deciders.job';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aTalker, type Talker } from '../../support/talker.ts';
import { aDeal } from '../../support/test-crm.ts';

const it = crmTest
  .extend('rule', ({ db, home }) => async (given: Partial<ApprovalRule>) => {
    const { approvals } = await db.crm.facts(home.workspaceId);
    const rule = approvalRuleSchema.parse({ id: 'r1', match: { entity: 'opportunity' }, ...given });
    await db.crm
      .records(Workspace)
      .update(home.scope, home.workspaceId, { approvals: { ...approvals, rules: [rule] } });
  })
  .extend('as', ({ db }, { onCleanup }) => {
    const talkers: Talker[] = [];
    onCleanup(async () => void (await Promise.all(talkers.map((talker) => talker.close()))));
    return async (scope: Parameters<typeof aTalker>[1]) => {
      const talker = await aTalker(db, scope);
      talkers.push(talker);
      return talker;
    };
  })
  .extend('stageOf', ({ db, home }) => async (id: string) => {
    const deal = await db.crm.records(Opportunity).get(home.scope, id);
    const [pipeline] = (await db.crm.facts(home.workspaceId)).pipelines;
    return pipeline?.stages.find((stage) => stage.id === deal.stageId)?.name;
  });

describe('a rule about large deals', () => {
  it('has them decided by who is named, not by who asks nor by another admin, and leaves the small alone', async ({
    db,
    home,
    sam,
    rule,
    as,
    stageOf,
  }) => {
    const maria = await home.member('Maria Lopez');
    const other = await home.member('Ada Admin', 'admin');
    await rule({
      match: { entity: 'opportunity', effect: 'write', aboveAmountMinor: 5_000_000 },
      deciders: { users: [maria.actor.id], roles: [] },
    });
    const small = await aDeal(db.crm, home.scope, { title: 'Kestrel pilot', amountMinor: 4_000_000 });
    const large = await aDeal(db.crm, home.scope, { title: 'Holt rollout', amountMinor: 6_000_000 });
    expect((await sam.say('Move the Kestrel pilot to Proposal')).approval).toBeUndefined();
    expect(await stageOf(small.id)).toBe('Proposal');
    const asked = await sam.say('Move the Holt rollout to Proposal');
    expect(asked.approval?.awaits).toBe('Maria Lopez');
    const id = String(asked.approval?.approvalId);
    await expect(sam.decide(id, 'approve')).rejects.toThrow(ForbiddenError);
    await expect((await as(other)).decide(id, 'approve')).rejects.toThrow(/Maria Lopez/);
    await (await as(maria)).decide(id, 'approve');
    expect(await stageOf(large.id)).toBe('Proposal');
    // an amount that would be too large is the same as one that is
    const raised = await sam.say('Set the amount of the Kestrel pilot to 90000');
    expect([raised.changes, raised.approval?.awaits]).toEqual([[], 'Maria Lopez']);
    const created = await sam.call('create_deal', { title: 'Big one', amount: 70_000 });
    expect(created.approval?.awaits).toBe('Maria Lopez');
  });

  it('does what was approved in the name of who asked, and decides on what follows from it as on theirs', async ({
    db,
    home,
    sam,
    rule,
    as,
  }) => {
    const maria = await home.member('Maria Lopez');
    await rule({
      match: { entity: 'opportunity', effect: 'write', aboveAmountMinor: 5_000_000 },
      deciders: { users: [maria.actor.id], roles: [] },
    });
    const talker = await as(maria);
    const created = await sam.call('create_deal', { title: 'Big one', amount: 70_000 });
    await talker.decide(String(created.approval?.approvalId), 'approve');
    const [deal] = (await db.crm.records(Opportunity).find(home.scope)).records;
    expect(deal).toMatchObject({ title: 'Big one', ownerId: home.scope.actor.id });
    const asked = await sam.say('Set the amount of the Big one to 80000 and move it to Proposal');
    const next = await talker.decide(String(asked.approval?.approvalId), 'approve');
    expect([asked.approval?.awaits, next.approval?.awaits]).toEqual(['Maria Lopez', 'Maria Lopez']);
  });

  it('asks where an amount cannot be compared, and where nobody is left the owners decide', async ({
    db,
    home,
    sam,
    rule,
  }) => {
    await rule({
      match: { entity: 'opportunity', effect: 'write', aboveAmountMinor: 5_000_000 },
      deciders: { users: ['0123456789abcdef01234567'], roles: [] },
    });
    await aDeal(db.crm, home.scope, { title: 'Oslo pilot', amountMinor: 100, currency: 'NOK' });
    const asked = await sam.say('Move the Oslo pilot to Proposal');
    expect(asked.approval).toMatchObject({ status: 'pending' });
    const approval = await db.crm.records(Approval).get(home.system, String(asked.approval?.approvalId));
    expect(approval).toMatchObject({ deciders: [home.scope.actor.id], needed: 1 });
    const done = await sam.decide(approval.id, 'approve');
    expect([done.reply.text, done.changes.length]).toEqual([expect.stringContaining('Moved'), 1]);
  });
});

it('goes to the owners too once nobody has decided for long, but not to the one who asked', async ({
  db,
  home,
  sam,
  rule,
  as,
}) => {
  const maria = await home.member('Maria Lopez');
  const mo = await home.member('Mo Novak');
  await rule({ deciders: { users: [maria.actor.id], roles: [] }, escalateAfterHours: 2 });
  await aDeal(db.crm, home.scope, { title: 'Holt rollout', amountMinor: 100, ownerId: mo.actor.id });
  const context = {
    crm: db.crm,
    notify: async () => {},
    scope: home.system,
    workspaceId: home.workspaceId,
  } as never;
  const escalate = (approvalId: string) => tellDeciders.run(context, { approvalId, isEscalation: true });
  const asked = await (await as(mo)).say('Move the Holt rollout to Proposal');
  const id = String(asked.approval?.approvalId);
  await expect(sam.decide(id, 'approve')).rejects.toThrow(ForbiddenError);
  await escalate(id);
  expect((await sam.decide(id, 'approve')).changes).toHaveLength(1);
  const own = await sam.say('Move the Holt rollout to Negotiation');
  await escalate(String(own.approval?.approvalId));
  await expect(sam.decide(String(own.approval?.approvalId), 'approve')).rejects.toThrow(ForbiddenError);
});

describe('a rule that takes two', () => {
  it('counts each person once, also in the same moment, and then does it once', async ({
    db,
    home,
    sam,
    rule,
    as,
    stageOf,
  }) => {
    const people = await Promise.all(['Ida Berg', 'Jon Falk', 'Kim Oduya'].map((name) => home.member(name)));
    await rule({ deciders: { users: people.map(({ actor }) => actor.id), roles: [] }, needed: 2 });
    const deal = await aDeal(db.crm, home.scope, { title: 'Holt rollout', amountMinor: 100 });
    const asked = await sam.say('Move the Holt rollout to Proposal');
    expect(asked.approval?.awaits).toBe('two of Ida Berg, Jon Falk and Kim Oduya');
    const id = String(asked.approval?.approvalId);
    const [ida, jon, kim] = await Promise.all(people.map(as));
    const first = await ida?.decide(id, 'approve', { key: 'press' });
    expect(first?.reply.text).toContain('It waits for Jon Falk or Kim Oduya');
    expect(await stageOf(deal.id)).not.toBe('Proposal');
    await ida?.decide(id, 'approve', { key: 'press' });
    await expect(ida?.decide(id, 'approve')).rejects.toThrow(ConflictError);
    const both = await Promise.allSettled([jon?.decide(id, 'approve'), kim?.decide(id, 'approve')]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await stageOf(deal.id)).toBe('Proposal');
    expect(await db.crm.records(Approval).get(home.system, id)).toMatchObject({ status: 'executed' });
  });

  it('is off at the first no', async ({ db, home, sam, rule, as, stageOf }) => {
    const people = await Promise.all(['Ida Berg', 'Jon Falk'].map((name) => home.member(name)));
    await rule({ deciders: { users: people.map(({ actor }) => actor.id), roles: [] }, needed: 2 });
    const deal = await aDeal(db.crm, home.scope, { title: 'Holt rollout', amountMinor: 100 });
    const asked = await sam.say('Move the Holt rollout to Proposal');
    const id = String(asked.approval?.approvalId);
    const [ida, jon] = await Promise.all(people.map(as));
    await ida?.decide(id, 'approve');
    await jon?.decide(id, 'reject');
    await expect(ida?.decide(id, 'approve')).rejects.toThrow(ConflictError);
    expect(await stageOf(deal.id)).not.toBe('Proposal');
  });
});
