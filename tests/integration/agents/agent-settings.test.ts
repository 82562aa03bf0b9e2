import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { TELL_BUDGET } from '@clianta/crm-core/workspace/tell-budget';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aTalker } from '../../support/talker.ts';
import { aDeal } from '../../support/test-crm.ts';
import { workflowRuns } from '../../support/workflow-runs.ts';

const it = crmTest.extend(
  'facts',
  ({ db, home }) =>
    () =>
      db.crm.facts(home.workspaceId),
);

it('reads a rule about approvals back before it holds, and lets admins alone say it', async ({
  db,
  home,
  sam,
  facts,
}) => {
  const maria = await home.member('Maria Lopez');
  const talker = await aTalker(db, maria);
  const refused = await talker.say('Deals over 50k need Maria');
  await talker.close();
  expect(refused.approval).toBeUndefined();
  expect(refused.reply.text).toContain('takes at least admin');
  const asked = await sam.say('Deals over 50k need Maria');
  expect(asked.approval?.title).toBe('Deals over $50,000 need the approval of Maria Lopez');
  expect((await facts()).approvals.rules).toEqual([]);
  await sam.decide(String(asked.approval?.approvalId), 'approve');
  expect((await facts()).approvals.rules).toMatchObject([
    {
      match: { entity: 'opportunity', aboveAmountMinor: 5_000_000 },
      deciders: { users: [maria.actor.id] },
    },
  ]);
  await aDeal(db.crm, home.scope, { title: 'Holt rollout', amountMinor: 6_000_000 });
  expect((await sam.say('Move the Holt rollout to Proposal')).approval?.awaits).toBe('Maria Lopez');
  expect((await sam.say('who may approve what')).reply.text).toContain('Deals over $50,000 need');
});

it('sets how far an agent goes by itself, and says what still asks', async ({ sam, facts }) => {
  const asked = await sam.say('Let taskAgent act freely');
  expect(JSON.stringify(asked.approval?.changes)).toContain('Deletions, what is sent outside');
  await sam.decide(String(asked.approval?.approvalId), 'approve');
  expect((await facts()).agentRules).toEqual([{ agent: 'taskAgent', isOn: true, autonomy: 'free' }]);
  const essential = await sam.say('let generalAgent act freely');
  expect([essential.approval, essential.reply.text]).toEqual([
    undefined,
    'The general agent always works as it comes.',
  ]);
});

it('says what was spent in tokens, money and by agent, and keeps a budget of one agent', async ({
  db,
  home,
  sam,
  facts,
}) => {
  const { tokens } = db.crm;
  const workspaces = db.crm.records(Workspace);
  const unpriced = await sam.call('change_settings', { area: 'budget', money: 100 });
  expect([unpriced.approval, unpriced.reply.text]).toEqual([
    undefined,
    expect.stringContaining('is not known'),
  ]);
  await workspaces.update(home.scope, home.workspaceId, { modelBudget: { pricePerMillion: 10 } });
  const asked = await sam.say('limit the task agent to 1000 tokens');
  await sam.decide(String(asked.approval?.approvalId), 'approve');
  expect((await facts()).modelBudget.agents).toEqual([{ agent: 'taskAgent', tokens: 1_000 }]);
  // many at once do not go over it, and what it keeps others from is given back
  const reserved = await Promise.all(
    Array.from({ length: 6 }, () => tokens.reserve(home.scope, 300, 'taskAgent')),
  );
  const held = reserved.filter((one) => one !== undefined);
  expect(held).toHaveLength(3);
  for (const one of held) await one.settle(300);
  await (await tokens.reserve(home.scope, 100, 'dealAgent'))?.settle(100);
  const { reply } = await sam.say('What did we spend?');
  expect(reply.text).toContain('1,000 tokens (about $0.01)');
  expect(JSON.stringify(reply.cards)).toContain('"who":"The task agent","spent":"900 tokens');
  const told = await db.crm.store.connection
    .collection('waitingJobs')
    .find({ job: TELL_BUDGET.name, workspaceId: home.workspaceId })
    .toArray();
  expect(told.map(({ key }) => key).sort()).toEqual([
    expect.stringMatching(/^taskAgent:.*:false$/),
    expect.stringMatching(/^taskAgent:.*:true$/),
  ]);
});

it('keeps a budget of one workflow, which what it has agents do counts for, and no other', async ({
  db,
  home,
  sam,
  facts,
}) => {
  const { tokens } = db.crm;
  const flows = workflowRuns(db, home);
  const step = { id: 'a', kind: 'action', action: 'add_tag', input: { tags: ['seen'] } } as const;
  const workflow = await flows.on({ trigger: { on: 'manual', entity: 'contact' }, steps: [step] });
  await db.crm.records(Workflow).update(home.system, workflow.id, { name: 'Greeting' });
  const asked = await sam.say('limit the workflow Greeting to 1000 tokens a month');
  await sam.decide(String(asked.approval?.approvalId), 'approve');
  expect((await facts()).modelBudget.workflows).toEqual([{ workflowId: workflow.id, tokens: 1_000 }]);
  const acting = { ...home.scope, cause: { eventId: 'e', chain: [workflow.id], depth: 1 } };
  await (await tokens.reserve(acting, 900, 'taskAgent'))?.settle(900);
  expect(await tokens.reserve(acting, 200, 'taskAgent')).toBeUndefined();
  await (await tokens.reserve(home.scope, 200, 'taskAgent'))?.settle(200);
  const { reply } = await sam.say('What did we spend?');
  expect(reply.text).toContain('1,100 tokens');
  expect(JSON.stringify(reply.cards)).toContain('The workflow “Greeting”');
});
