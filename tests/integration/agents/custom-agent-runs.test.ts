import { AgentDefinition } from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { RUN_CUSTOM_AGENT } from '@clianta/crm-core/automation/agent-definition/run-agent';
import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import type { RunTurn } from '@clianta/jobs/job';
import { planAgents } from '@clianta/jobs/jobs/plan-agents.job';
import { runCustomAgent } from '@clianta/jobs/jobs/run-custom-agent.job';
import { triggerAgents } from '@clianta/jobs/subscribers/trigger-agents';
import { expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aTalker } from '../../support/talker.ts';
import { aContact } from '../../support/test-crm.ts';
import { workflowRuns } from '../../support/workflow-runs.ts';

let now = new Date('2026-11-23T09:00:10Z');
const from = '2026-11-23T09:00:00.000Z';

const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { now: () => now })
  .extend('context', ({ db, home, sam }) => ({
    crm: db.crm,
    notify: async () => {},
    scope: systemScope(home.workspaceId),
    workspaceId: home.workspaceId,
    signal: AbortSignal.timeout(60_000),
    runTurn: ((input) => sam.service.resultOf(input)) satisfies RunTurn,
  }))
  .extend('active', ({ sam }) => async (args: Record<string, unknown>) => {
    await sam.call('create_agent', { name: 'Scout', purpose: 'welcomes people', ...args });
    await sam.call('test_agent', { agent: 'Scout' });
    const { approval } = await sam.call('set_agent_state', { agent: 'Scout', state: 'on' });
    await sam.decide(String(approval?.approvalId), 'approve');
  })
  .extend('scout', ({ db, home }) => async () => {
    const found = await db.crm.records(AgentDefinition).findOne(home.scope, { name: 'Scout' });
    if (!found) throw new Error('There is no Scout.');
    return found;
  })
  .extend(
    'tasks',
    ({ db, home }) =>
      () =>
        db.crm.records(Task).count(home.scope),
  )
  .extend('notices', ({ db, home }) => async () => {
    const { records } = await db.crm.records(Notice).find(home.scope, { limit: 50 });
    return records.filter(({ entity }) => entity === AgentDefinition.name);
  });

it.beforeEach(() => {
  now = new Date('2026-11-23T09:00:10Z');
});

const welcome = {
  tools: ['create_task', 'search_tasks', 'get_contact'],
  instructions: 'Create a task to call her tomorrow.',
  starts: 'a new contact',
};

it('runs once for what happened in a minute, with its publisher’s rights, and tells them', async ({
  db,
  home,
  context,
  active,
  scout,
  tasks,
  notices,
}) => {
  await active(welcome);
  const ada = await aContact(db.crm, home.scope, { name: 'Ada Quist' });
  const { id: definitionId } = await scout();
  for (let again = 0; again < 2; again++)
    await runCustomAgent.run(context as never, { definitionId, from, cause: 'trigger' });
  expect(await tasks()).toBe(1);
  const [task] = (await db.crm.records(Task).find(home.scope, { limit: 1 })).records;
  expect(task).toMatchObject({ contactId: ada.id, createdBy: home.scope.actor.id });
  expect(await notices()).toHaveLength(1);
  // in another minute nothing happened
  const later = { definitionId, from: '2026-11-23T09:01:00.000Z', cause: 'trigger' as const };
  await runCustomAgent.run(context as never, later);
  expect(await tasks()).toBe(1);
});

it('runs for the records that its trigger names, and says which', async ({
  db,
  home,
  sam,
  context,
  active,
  scout,
  tasks,
}) => {
  await active({ ...welcome, starts: 'a new lead from Spain' });
  const definition = await scout();
  expect(definition.triggers).toMatchObject([{ entity: 'contact', on: 'created' }]);
  expect((await sam.call('get_agent', { agent: 'Scout' })).reply.text).toMatch(
    /when a contact with .*(lead.*Spain|Spain.*lead).* is added/i,
  );
  await aContact(db.crm, home.scope, { name: 'Ada Quist', country: 'France' });
  await aContact(db.crm, home.scope, { name: 'Bo Quist', country: 'Spain', lifecycleStage: 'customer' });
  const meant = await aContact(db.crm, home.scope, { name: 'Cy Quist', country: 'Spain' });
  await runCustomAgent.run(context as never, { definitionId: definition.id, from, cause: 'trigger' });
  expect(await tasks()).toBe(1);
  const [task] = (await db.crm.records(Task).find(home.scope, { limit: 1 })).records;
  expect(task?.contactId).toBe(meant.id);
  const odd = await sam.call('change_agent', { agent: 'Scout', starts: 'a new glorious contact' });
  expect(odd.reply.text).toMatch(/glorious/);
  expect((await scout()).triggers).toEqual(definition.triggers);
});

it('proposes what a record from outside leads to, and does nothing at once', async ({
  db,
  home,
  context,
  active,
  scout,
  tasks,
  notices,
}) => {
  await active(welcome);
  await aContact(db.crm, { ...home.scope, outside: 'a form on acme.example' }, { name: 'Eve Evil' });
  const { id: definitionId } = await scout();
  await runCustomAgent.run(context as never, { definitionId, from, cause: 'trigger' });
  expect(await tasks()).toBe(0);
  expect(await notices()).toMatchObject([{ kind: 'approval', title: 'Scout waits for your decision' }]);
});

it('looks at a record as a step of a workflow, once, with the rights of who turned that on', async ({
  db,
  home,
  sam,
  context,
  active,
  tasks,
}) => {
  await active({ tools: welcome.tools, instructions: welcome.instructions });
  const drafted = await sam.say('When a new lead comes in, run the Scout agent on it');
  expect(JSON.stringify(drafted.reply)).toContain('have the agent “Scout” look at it');
  const flows = workflowRuns(db, home);
  const workflow = await flows.on({
    trigger: { on: 'created', entity: 'contact' },
    steps: [{ id: 'a', kind: 'action', action: 'run_agent', input: { agent: 'Scout' } }],
  });
  const ada = await aContact(db.crm, home.scope, { name: 'Ada Quist' });
  await flows.start(workflow.id, ada.id);
  await flows.settle();
  const waiting = await db.crm.store.connection
    .collection<{ data: Parameters<typeof runCustomAgent.run>[1] }>('waitingJobs')
    .find({ job: RUN_CUSTOM_AGENT.name, workspaceId: home.workspaceId })
    .toArray();
  expect(waiting.map(({ data }) => data)).toMatchObject([
    {
      cause: 'step',
      step: { recordId: ada.id, byId: home.scope.actor.id, cause: { chain: [workflow.id] } },
    },
  ]);
  for (let again = 0; again < 2; again++)
    for (const { data } of waiting) await runCustomAgent.run(context as never, data);
  expect(await tasks()).toBe(1);
  const [task] = (await db.crm.records(Task).find(home.scope, { limit: 1 })).records;
  expect(task?.contactId).toBe(ada.id);
});

it('is set off by what people do, and not by what agents of the workspace have done', async ({
  db,
  home,
  context,
  active,
}) => {
  await active(welcome);
  const event = (via?: string): DomainEvent => ({
    id: 'e1',
    type: 'contact.created',
    workspaceId: home.workspaceId,
    at: now,
    entity: 'contact',
    recordId: 'r1',
    recordTitle: 'Ada Quist',
    recordVersion: 1,
    actor: home.scope.actor,
    groupId: 'g1',
    before: {},
    after: {},
    ...(via && { via }),
  });
  const waiting = () =>
    db.crm.store.connection
      .collection('waitingJobs')
      .countDocuments({ job: RUN_CUSTOM_AGENT.name, workspaceId: home.workspaceId });
  await triggerAgents(context, event('dynamicAgent'));
  expect(await waiting()).toBe(0);
  for (let again = 0; again < 3; again++) await triggerAgents(context, event());
  expect(await waiting()).toBe(1);
});

it('is paused when its publisher has less to say than when they switched it on', async ({
  db,
  home,
  context,
  scout,
  tasks,
  notices,
}) => {
  const mo = await home.member('Mo Novak', 'admin');
  const talker = await aTalker(db, mo);
  await talker.call('create_agent', { name: 'Scout', purpose: 'welcomes people', ...welcome });
  await talker.call('test_agent', { agent: 'Scout' });
  const { approval } = await talker.call('set_agent_state', { agent: 'Scout', state: 'on' });
  await talker.decide(String(approval?.approvalId), 'approve');
  await talker.close();
  const members = db.crm.records(TeamMember);
  const member = await members.findOne(home.scope, { userId: mo.actor.id });
  await members.update(home.scope, String(member?.id), { role: 'member' });
  await aContact(db.crm, home.scope, { name: 'Ada Quist' });
  const { id: definitionId } = await scout();
  await runCustomAgent.run(context as never, { definitionId, from, cause: 'trigger' });
  expect(await tasks()).toBe(0);
  expect(await scout()).toMatchObject({
    status: 'paused',
    pausedBecause: 'Mo Novak, who switched it on as admin, is member now.',
  });
  expect(await notices()).toMatchObject([{ title: 'The agent Scout is paused' }]);
});

it('is paused, and its publisher told, when a tool of it is not there any more', async ({
  db,
  home,
  context,
  active,
  scout,
  notices,
}) => {
  await active(welcome);
  const { id: definitionId } = await scout();
  await db.crm.store
    .model('agentDefinition')
    .updateOne({ _id: definitionId }, { $set: { 'published.tools': ['create_task', 'send_fax'] } });
  await aContact(db.crm, home.scope, { name: 'Ada Quist' });
  await runCustomAgent.run(context as never, { definitionId, from, cause: 'trigger' });
  expect(await scout()).toMatchObject({
    status: 'paused',
    pausedBecause: expect.stringContaining('send_fax'),
  });
  expect(await notices()).toMatchObject([
    { userId: home.scope.actor.id, title: 'The agent Scout is paused' },
  ]);
});

it('runs at its times in the zone of the workspace, each once', async ({
  db,
  home,
  context,
  active,
  scout,
  notices,
}) => {
  await active({ tools: ['search_tasks', 'create_task'], instructions: 'Show my tasks.', every: 'day' });
  const jobs = () =>
    db.crm.store.connection
      .collection('waitingJobs')
      .countDocuments({ job: RUN_CUSTOM_AGENT.name, workspaceId: home.workspaceId });
  await planAgents.run(context);
  expect(await jobs()).toBe(0);
  now = new Date('2026-11-24T09:00:10Z');
  await planAgents.run(context);
  await planAgents.run(context);
  expect(await jobs()).toBe(1);
  const { id: definitionId } = await scout();
  const due = { definitionId, from: '2026-11-24T07:00:00.000Z', cause: 'schedule' as const };
  await runCustomAgent.run(context as never, due);
  expect(await notices()).toMatchObject([{ title: 'Scout has run' }]);
  expect((await scout()).lastSlot).toEqual(new Date(due.from));
});
