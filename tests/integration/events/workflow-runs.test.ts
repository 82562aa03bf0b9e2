import type { OutsideRequest } from '@clianta/crm-core/automation/actions/action';
import { sendSms } from '@clianta/crm-core/automation/actions/send-sms.action';
import type { definitionSchema } from '@clianta/crm-core/automation/definition.schema';
import { advance } from '@clianta/crm-core/automation/running/advance';
import { lookAgain, wakeAwaiting } from '@clianta/crm-core/automation/running/await-event';
import { publishWorkflow } from '@clianta/crm-core/automation/running/publish';
import { retryRun } from '@clianta/crm-core/automation/running/retry-run';
import { sendRequest } from '@clianta/crm-core/automation/send-request';
import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { WorkflowVersion } from '@clianta/crm-core/automation/workflow/workflow-version.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { UpstreamError } from '@clianta/crm-core/errors';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { planWorkflows } from '@clianta/jobs/jobs/plan-workflows.job';
import { sweepEnrollments } from '@clianta/jobs/jobs/sweep-enrollments.job';
import { describe, expect, onTestFinished, vi } from 'vitest';
import type { z } from 'zod';
import { crmTest } from '../../support/fixtures.ts';
import { aContact } from '../../support/test-crm.ts';
import { workflowRuns } from '../../support/workflow-runs.ts';

const START = new Date('2026-11-20T09:00:00Z');
let now = START;
let answer = (_: OutsideRequest) => ({ status: 200, body: 'ok' });
const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { now: () => now, isOwn: true })
  .extend('flow', ({ db, home }) => workflowRuns(db, home, (request) => answer(request)));
it.beforeEach(() => {
  now = START;
  answer = () => ({ status: 200, body: 'ok' });
});

type Given = z.input<typeof definitionSchema>;
const hoursLater = (hours: number) => {
  now = new Date(now.getTime() + hours * 3_600_000);
};
const action = (
  id: string,
  name: string,
  input: Record<string, unknown>,
  more = {},
): Given['steps'][number] => ({ id, kind: 'action', action: name, input, ...more }) as Given['steps'][number];
const wait = (id: string, hours: number) =>
  ({ id, kind: 'wait', input: { for: { amount: hours, unit: 'hours' } } }) as Given['steps'][number];
const contacts = (...steps: Given['steps']): Given => ({
  trigger: { on: 'manual', entity: 'contact' },
  steps,
});
const tag = (id: string, ...tags: string[]) => action(id, 'add_tag', { tags });
const call = action('call', 'create_task', { title: 'Call {{ record.name }}', type: 'call' });

describe('a run of a workflow', () => {
  it('takes its steps in order, waits, and fills texts in', async ({ db, home, flow }) => {
    const ada = await aContact(db.crm, home.scope, { ownerId: home.scope.actor.id });
    const workflow = await flow.on(contacts(tag('a', 'new'), wait('w', 2), call));
    await flow.start(workflow.id, ada.id);
    await flow.settle();
    expect((await db.crm.records(Contact).get(home.scope, ada.id)).tags).toEqual(['new']);
    expect(await db.crm.records(Task).count(home.scope)).toBe(0);
    hoursLater(2);
    await flow.settle();
    const [task] = (await db.crm.records(Task).find(home.scope)).records;
    expect(task).toMatchObject({
      title: 'Call Ada Quist',
      type: 'call',
      contactId: ada.id,
      assigneeId: home.scope.actor.id,
    });
    const [run] = await flow.runs(workflow.id);
    expect(run).toMatchObject({ status: 'done' });
    expect(await flow.steps(run?.id ?? '')).toEqual([
      'added the tag new',
      'created the task “Call Ada Quist” for Sam Rivera',
    ]);
  });

  it('writes nothing twice when its process ends between a step and the note of it', async ({
    db,
    home,
    flow,
  }) => {
    const ada = await aContact(db.crm, home.scope, { ownerId: home.scope.actor.id });
    const workflow = await flow.on(contacts(call, tag('b', 'called')));
    await flow.start(workflow.id, ada.id);
    const [run] = await flow.runs(workflow.id);
    if (!run) throw new Error('it has not begun');
    await flow.step(run);
    // as if the end had come before the run went on
    const model = db.crm.store.model('workflowEnrollment').collection;
    await model.updateOne({ _id: run.id as never }, { $set: { seq: 0, stepId: 'call' } });
    await Promise.all([flow.step(run), flow.step(run)]);
    expect(await db.crm.records(Task).count(home.scope)).toBe(1);
    // the order for the next step was lost: the sweeper gives it
    hoursLater(1);
    await sweepEnrollments.run({ crm: db.crm, notify: async () => {} });
    await flow.settle();
    expect((await flow.runs(workflow.id))[0]).toMatchObject({ status: 'done' });
    expect((await db.crm.records(Contact).get(home.scope, ada.id)).tags).toEqual(['called']);
  });

  it('goes on once where two processes have taken the same step', async ({ db, home, flow }) => {
    const ada = await aContact(db.crm, home.scope);
    const workflow = await flow.on(contacts(tag('a', 'one'), wait('w', 1), tag('b', 'two')));
    await flow.start(workflow.id, ada.id);
    const [run] = await flow.runs(workflow.id);
    if (!run) throw new Error('it has not begun');
    const next = { next: { stepId: 'w', loopPath: [] }, dueAt: now };
    await advance(db.crm, { run } as never, next);
    await advance(db.crm, { run } as never, next);
    expect((await flow.runs(workflow.id))[0]).toMatchObject({ seq: 1 });
  });

  it('stops at the next step once it is paused, and goes on from there', async ({ db, home, flow }) => {
    const ada = await aContact(db.crm, home.scope);
    const workflow = await flow.on(contacts(wait('w', 1), tag('a', 'late')));
    await flow.start(workflow.id, ada.id);
    await flow.settle();
    const paused = await db.crm.records(Workflow).update(home.scope, workflow.id, { status: 'paused' });
    hoursLater(2);
    await flow.settle();
    expect((await db.crm.records(Contact).get(home.scope, ada.id)).tags).toBeUndefined();
    expect((await flow.runs(workflow.id))[0]).toMatchObject({ status: 'waiting', stepId: 'a' });
    await publishWorkflow(db.crm, home.scope, paused);
    await flow.settle();
    expect((await db.crm.records(Contact).get(home.scope, ada.id)).tags).toEqual(['late']);
  });

  it('keeps the version that it began with while the workflow is changed', async ({ db, home, flow }) => {
    const [ada, bob] = [
      await aContact(db.crm, home.scope),
      await aContact(db.crm, home.scope, { name: 'Bob' }),
    ];
    const workflow = await flow.on(contacts(wait('w', 1), tag('a', 'old')));
    await flow.start(workflow.id, ada.id);
    await flow.settle();
    const changed = await db.crm
      .records(Workflow)
      .update(home.scope, workflow.id, { draft: contacts(tag('a', 'new')) as never });
    expect((await publishWorkflow(db.crm, home.scope, changed)).liveVersion).toBe(2);
    await flow.start(workflow.id, bob.id);
    hoursLater(1);
    await flow.settle();
    const tags = async (id: string) => (await db.crm.records(Contact).get(home.scope, id)).tags;
    expect([await tags(ada.id), await tags(bob.id)]).toEqual([['old'], ['new']]);
    // after an undo the number of another version is not taken for this one
    const undone = await db.crm.records(Workflow).update(home.system, workflow.id, {
      status: 'paused',
      liveVersion: 1,
      draft: contacts(tag('a', 'third')) as never,
    });
    expect((await publishWorkflow(db.crm, home.scope, undone)).liveVersion).toBe(3);
    await flow.start(workflow.id, (await aContact(db.crm, home.scope, { name: 'Carl' })).id);
    await flow.settle();
    const third = [{ field: 'tags', op: 'eq' as const, value: 'third' }];
    expect(await db.crm.records(Contact).count(home.scope, { where: third })).toBe(1);
    // turned on again as it is, it is no new version
    const again = await db.crm.records(Workflow).get(home.scope, workflow.id);
    expect((await publishWorkflow(db.crm, home.scope, again)).liveVersion).toBe(3);
  });

  it('repeats a loop as often as it says, over a wait in it', async ({ db, home, flow }) => {
    const ada = await aContact(db.crm, home.scope, { ownerId: home.scope.actor.id, tags: ['x', 'y'] });
    const note = action('n', 'create_task', { title: 'Ask about {{ item }}' });
    const loop = { id: 'l', kind: 'loop', over: { field: 'tags' }, steps: [note, wait('w', 1)] };
    const workflow = await flow.on(contacts(loop as never, tag('z', 'over')));
    await flow.start(workflow.id, ada.id);
    for (let hour = 0; hour < 4; hour++) {
      await flow.settle();
      hoursLater(1);
    }
    const { records } = await db.crm.records(Task).find(home.scope, { sort: 'title' });
    expect(records.map(({ title }) => title)).toEqual(['Ask about x', 'Ask about y']);
    expect((await flow.runs(workflow.id))[0]).toMatchObject({ status: 'done' });
  });

  it('takes the side of a branch that holds when it comes to it', async ({ db, home, flow }) => {
    const branch = {
      id: 'b',
      kind: 'branch',
      if: { where: [{ field: 'country', op: 'eq', value: 'Germany' }] },
      yes: [tag('t', 'dach')],
      no: [tag('e', 'abroad')],
    };
    const workflow = await flow.on(contacts(wait('w', 1), branch as never));
    const [ada, bob] = [
      await aContact(db.crm, home.scope),
      await aContact(db.crm, home.scope, { name: 'Bob' }),
    ];
    for (const { id } of [ada, bob]) await flow.start(workflow.id, id);
    await flow.settle();
    await db.crm.records(Contact).update(home.scope, ada.id, { country: 'Germany' });
    hoursLater(1);
    await flow.settle();
    const tags = async (id: string) => (await db.crm.records(Contact).get(home.scope, id)).tags;
    expect([await tags(ada.id), await tags(bob.id)]).toEqual([['dach'], ['abroad']]);
  });

  it('is over when its goal is reached, when the record leaves, and when it is deleted', async ({
    db,
    home,
    flow,
  }) => {
    const where = (value: string) => ({ where: [{ field: 'status', op: 'eq' as const, value }] });
    const workflow = await flow.on({
      ...contacts(wait('w', 1), tag('a', 'late')),
      goal: where('customer'),
      exit: where('lost'),
    });
    const people = await Promise.all(
      ['A', 'B', 'C'].map((name) => aContact(db.crm, home.scope, { name: `${name} Quist` })),
    );
    for (const { id } of people) await flow.start(workflow.id, id);
    await flow.settle();
    const [a, b, c] = people;
    await db.crm.records(Contact).update(home.scope, a?.id ?? '', { status: 'customer' });
    await db.crm.records(Contact).update(home.scope, b?.id ?? '', { status: 'lost' });
    await db.crm.records(Contact).delete(home.scope, c?.id ?? '');
    hoursLater(1);
    await flow.settle();
    const ended = (await flow.runs(workflow.id)).map(({ recordTitle, status }) => [recordTitle[0], status]);
    expect(Object.fromEntries(ended)).toEqual({ A: 'goal', B: 'exited', C: 'exited' });
  });

  it('waits on when the clock is put back', async ({ db, home, flow }) => {
    const ada = await aContact(db.crm, home.scope);
    const workflow = await flow.on(contacts(wait('w', 1), tag('a', 'late')));
    await flow.start(workflow.id, ada.id);
    await flow.settle();
    const [run] = await flow.runs(workflow.id);
    hoursLater(-24);
    await flow.step({ id: run?.id ?? '', seq: run?.seq ?? 0 });
    expect((await db.crm.records(Contact).get(home.scope, ada.id)).tags).toBeUndefined();
    hoursLater(26);
    await flow.settle();
    expect((await db.crm.records(Contact).get(home.scope, ada.id)).tags).toEqual(['late']);
  });
});

describe('a wait for something to happen', () => {
  const until = (otherwise: 'continue' | 'end' = 'continue') =>
    ({
      id: 'w',
      kind: 'wait',
      input: {
        event: { fields: ['status'], to: ['customer'] },
        within: { amount: 2, unit: 'hours' },
        otherwise,
      },
    }) as Given['steps'][number];
  const happened = (recordId: string, before: string, after: string, at = now): DomainEvent => ({
    ...{ id: 'write-0', type: 'contact.status_changed', workspaceId: '', entity: 'contact', recordId, at },
    ...{ recordTitle: 'Ada', recordVersion: 2, actor: { type: 'user', id: 'u', name: 'Sam' }, groupId: 'g' },
    before: { status: before },
    after: { status: after },
  });

  it('goes on as soon as it happens, once, and not at what is something else or was before', async ({
    db,
    home,
    flow,
  }) => {
    const { workspaceId } = home;
    const ada = await aContact(db.crm, home.scope);
    const workflow = await flow.on(contacts(until(), tag('a', 'bought')));
    await flow.start(workflow.id, ada.id);
    await flow.settle();
    const told = (event: DomainEvent) => wakeAwaiting(db.crm, { ...event, workspaceId });
    await told(happened(ada.id, 'new', 'contacted'));
    await told(happened(ada.id, 'new', 'customer', new Date(now.getTime() - 1_000)));
    await flow.settle();
    expect((await flow.runs(workflow.id))[0]).toMatchObject({ status: 'waiting', stepId: 'w' });
    for (const _ of [1, 2]) await told(happened(ada.id, 'new', 'customer'));
    await flow.settle();
    expect((await db.crm.records(Contact).get(home.scope, ada.id)).tags).toEqual(['bought']);
    expect((await flow.runs(workflow.id))[0]).toMatchObject({ status: 'done', seq: 2 });
  });

  it('does not wait for what is so already', async ({ db, home, flow }) => {
    const ada = await aContact(db.crm, home.scope, { status: 'customer' });
    const workflow = await flow.on(contacts(until(), tag('a', 'bought')));
    await flow.start(workflow.id, ada.id);
    await flow.settle();
    expect((await flow.runs(workflow.id))[0]).toMatchObject({ status: 'done' });
  });

  it('goes on or ends after its time, and in each round of a loop waits anew', async ({ db, home, flow }) => {
    const [ada, bob] = [await aContact(db.crm, home.scope), await aContact(db.crm, home.scope)];
    const ending = await flow.on(contacts(until('end'), tag('a', 'late')));
    const loop = { id: 'l', kind: 'loop', over: { times: 2 }, steps: [until()] } as Given['steps'][number];
    const going = await flow.on(contacts(loop, tag('a', 'late')));
    await flow.start(ending.id, ada.id);
    await flow.start(going.id, bob.id);
    await flow.settle();
    hoursLater(2);
    await flow.settle();
    expect((await flow.runs(ending.id))[0]).toMatchObject({ status: 'done' });
    expect((await flow.runs(going.id))[0]).toMatchObject({ status: 'waiting', stepId: 'w' });
    hoursLater(2);
    await flow.settle();
    const tags = async (id: string) => (await db.crm.records(Contact).get(home.scope, id)).tags;
    expect([await tags(ada.id), await tags(bob.id)]).toEqual([undefined, ['late']]);
  });

  it('sees what happened while the run came to it', async ({ db, home, flow }) => {
    const ada = await aContact(db.crm, home.scope);
    const workflow = await flow.on(contacts(until(), tag('a', 'bought')));
    await flow.start(workflow.id, ada.id);
    const [run] = await flow.runs(workflow.id);
    await flow.step({ id: run?.id ?? '', seq: 0 });
    await db.crm.records(Contact).update(home.scope, ada.id, { status: 'customer' });
    const entity = db.crm.store.entity('contact');
    await lookAgain(db.crm, {
      ...{ run, entity, record: ada, node: { step: until() } },
    } as never);
    await flow.settle();
    expect((await flow.runs(workflow.id))[0]).toMatchObject({ status: 'done' });
  });
});

describe('what may happen at most once', () => {
  /** As a service would be that nobody can ask what it has done. */
  const sms = (send: () => Promise<{ told: string }>) => {
    const { lacks, repeats, run } = sendSms;
    Object.assign(sendSms, { lacks: undefined, repeats: 'at_most_once', run: send });
    onTestFinished(() => void Object.assign(sendSms, { lacks, repeats, run }));
  };
  const text = action('s', 'send_sms', { text: 'Hello' });

  it('is not done again by itself after a crash in between: a person is told, and may retry it', async ({
    db,
    home,
    flow,
  }) => {
    let sent = 0;
    let crash = true;
    sms(async () => {
      sent++;
      // a process that is killed says nothing
      return crash ? new Promise<never>(() => {}) : { told: 'sent a text message' };
    });
    const ada = await aContact(db.crm, home.scope);
    const workflow = await flow.on(contacts(text, tag('a', 'written to')));
    await flow.start(workflow.id, ada.id);
    const [begun] = await flow.runs(workflow.id);
    void flow.step({ id: begun?.id ?? '', seq: 0 });
    await vi.waitFor(() => expect(sent).toBe(1));
    crash = false;
    await flow.settle();
    const [run] = await flow.runs(workflow.id);
    expect(run).toMatchObject({ status: 'unsure', error: expect.stringContaining('not known whether') });
    expect(await flow.steps(run?.id ?? '')).toEqual([expect.stringMatching(/^unsure: .*send sms/)]);
    expect(flow.told).toHaveLength(1);
    await flow.settle();
    expect(sent).toBe(1);
    const viewer = await home.member('Vic Low', 'viewer');
    await expect(retryRun(db.crm, viewer, run as never)).rejects.toThrow('may not update');
    expect(await retryRun(db.crm, home.scope, run as never)).toBe(true);
    expect(await retryRun(db.crm, home.scope, run as never)).toBe(false);
    await flow.settle();
    expect(sent).toBe(2);
    expect((await flow.runs(workflow.id))[0]).toMatchObject({ status: 'done' });
  });

  it('is tried again when it surely was not done', async ({ db, home, flow }) => {
    let tries = 0;
    sms(async () => {
      if (++tries === 1) throw new UpstreamError('The service does not answer.');
      return { told: 'sent a text message' };
    });
    const ada = await aContact(db.crm, home.scope);
    const workflow = await flow.on(contacts(text));
    await flow.start(workflow.id, ada.id);
    const [run] = await flow.runs(workflow.id);
    await expect(flow.step({ id: run?.id ?? '', seq: 0 })).rejects.toThrow('does not answer');
    await flow.settle();
    expect((await flow.runs(workflow.id))[0]).toMatchObject({ status: 'done' });
    expect(tries).toBe(2);
  });
});

describe('the start of a workflow', () => {
  it('takes a record in once at a time, and once at all where it says so', async ({ db, home, flow }) => {
    const ada = await aContact(db.crm, home.scope);
    const workflow = await flow.on(contacts(wait('w', 1), tag('a', 'x')));
    expect(await flow.start(workflow.id, ada.id)).toBe('started');
    expect(await flow.start(workflow.id, ada.id)).toBe('known');
    await flow.settle();
    hoursLater(1);
    await flow.settle();
    expect(await flow.start(workflow.id, ada.id)).toBe('started');
    const once = await flow.on(contacts(tag('a', 'y')));
    await db.crm.records(Workflow).update(home.scope, once.id, { reentry: 'never' });
    await flow.start(once.id, ada.id);
    await flow.settle();
    expect(await flow.start(once.id, ada.id)).toBe('known');
    expect(await flow.runs(once.id)).toHaveLength(1);
  });

  it('is turned on by publishing it alone, which a viewer may not', async ({ db, home, flow }) => {
    const workflow = await flow.on(contacts(tag('a', 'x')));
    const paused = await db.crm.records(Workflow).update(home.scope, workflow.id, { status: 'paused' });
    const on = await flow.on(contacts(tag('a', 'y')));
    const lena = await home.member('Lena Fox');
    for (const [id, patch] of [
      [workflow.id, { status: 'active' as const }],
      [on.id, { runAsId: lena.actor.id }],
    ] as const)
      await expect(db.crm.records(Workflow).update(home.scope, id, patch)).rejects.toThrow(
        'is turned on in a conversation',
      );
    const viewer = await home.member('Vic Low', 'viewer');
    await expect(publishWorkflow(db.crm, viewer, paused)).rejects.toThrow('may not update workflows');
    const { records: versions } = await db.crm.records(WorkflowVersion).find(home.scope);
    const change = { number: 7 };
    await expect(
      db.crm.records(WorkflowVersion).update(home.system, versions[0]?.id ?? '', change),
    ).rejects.toThrow('never changes');
  });

  it('comes by the clock once for each time, for all that are such then', async ({ db, home, flow }) => {
    const tick = () => planWorkflows.run({ crm: db.crm, notify: async () => {} });
    const german = { where: [{ field: 'country', op: 'eq' as const, value: 'Germany' }] };
    const schedule = { every: 'week' as const, day: 1, time: '09:00', zone: 'Europe/Berlin' };
    const workflow = await flow.on({
      trigger: { on: 'schedule', entity: 'contact', schedule },
      entry: german,
      steps: [tag('a', 'weekly')],
    });
    for (const country of ['Germany', 'Germany', 'France']) await aContact(db.crm, home.scope, { country });
    await tick();
    await flow.settle();
    expect(await flow.runs(workflow.id)).toHaveLength(0);
    now = new Date('2026-11-23T08:00:30Z');
    for (const _ of [1, 2]) await tick();
    await flow.settle();
    expect((await flow.runs(workflow.id)).map(({ status }) => status)).toEqual(['done', 'done']);
    // an outage of three weeks is made up for once
    now = new Date('2026-12-16T08:00:00Z');
    await tick();
    await flow.settle();
    expect(await flow.runs(workflow.id)).toHaveLength(4);
  });

  it('looks at the entry filter as the record is now', async ({ db, home, flow }) => {
    const ada = await aContact(db.crm, home.scope, { country: 'France' });
    const german = { where: [{ field: 'country', op: 'eq' as const, value: 'Germany' }] };
    const workflow = await flow.on({ ...contacts(tag('a', 'x')), entry: german });
    expect(await flow.start(workflow.id, ada.id)).toBe('not_meant');
  });

  it('breaks circles: by what led to it, by their depth, and by how often it comes', async ({
    db,
    home,
    flow,
  }) => {
    const ada = await aContact(db.crm, home.scope);
    const workflow = await flow.on(contacts(tag('a', 'x')));
    expect(await flow.start(workflow.id, ada.id, { chain: ['other', workflow.id], depth: 2 })).toBe('circle');
    expect(await flow.start(workflow.id, ada.id, { chain: ['1', '2', '3', '4', '5'], depth: 5 })).toBe(
      'circle',
    );
    for (let at = 0; at < 10; at++) {
      expect(await flow.start(workflow.id, ada.id)).toBe('started');
      await flow.settle();
    }
    expect(await flow.start(workflow.id, ada.id)).toBe('paused');
    const after = await db.crm.records(Workflow).get(home.scope, workflow.id);
    expect(after).toMatchObject({
      status: 'paused',
      pausedBecause: expect.stringContaining('10 times within an hour'),
    });
    expect(flow.told.map(({ title }) => title)).toEqual([`The workflow “${workflow.name}” is paused`]);
  });

  it('ends with its publisher: who has left or may only read has it paused, and the owners told', async ({
    db,
    home,
    flow,
  }) => {
    const lena = await home.member('Lena Fox');
    const ada = await aContact(db.crm, home.scope);
    const workflow = await flow.on(contacts(wait('w', 1), tag('a', 'x')), lena);
    await flow.start(workflow.id, ada.id);
    await flow.settle();
    const member = await db.crm.records(TeamMember).findOne(home.scope, { userId: lena.actor.id });
    await db.crm.records(TeamMember).update(home.system, member?.id ?? '', { role: 'viewer' });
    hoursLater(1);
    await flow.settle();
    expect((await db.crm.records(Contact).get(home.scope, ada.id)).tags).toBeUndefined();
    expect(await db.crm.records(Workflow).get(home.scope, workflow.id)).toMatchObject({ status: 'paused' });
    expect(flow.told.some(({ userId }) => userId === home.scope.actor.id)).toBe(true);
  });
});

describe('what a workflow does', () => {
  it('has people take turns, however many come at once', async ({ db, home, flow }) => {
    const [lena, bob] = [await home.member('Lena Fox'), await home.member('Bob Tan')];
    const workflow = await flow.on(
      contacts(action('o', 'assign_owner', { userIds: [lena.actor.id, bob.actor.id] })),
    );
    const people = await Promise.all(Array.from({ length: 20 }, () => aContact(db.crm, home.scope)));
    await Promise.all(people.map(({ id }) => flow.start(workflow.id, id)));
    await Promise.all((await flow.runs(workflow.id)).map((run) => flow.step(run)));
    const owned = (ownerId: string) =>
      db.crm.records(Contact).count(home.scope, { where: [{ field: 'ownerId', op: 'eq', value: ownerId }] });
    expect([await owned(lena.actor.id), await owned(bob.actor.id)]).toEqual([10, 10]);
  });

  it('is in the audit log as the publisher, through the workflow, and is undone as one', async ({
    db,
    home,
    flow,
  }) => {
    const ada = await aContact(db.crm, home.scope);
    const workflow = await flow.on(contacts(tag('a', 'x')));
    await flow.start(workflow.id, ada.id);
    await flow.settle();
    const [run] = await flow.runs(workflow.id);
    const where = [{ field: 'groupId', op: 'eq' as const, value: run?.id }];
    const { records } = await db.crm.records(UserAction).find(home.scope, { where });
    expect(records).toMatchObject([
      {
        actor: { name: 'Sam Rivera' },
        via: `the workflow “${workflow.name}”`,
        recordId: ada.id,
        channel: 'workflow',
      },
    ]);
  });

  it('goes on behind a step that failed where the step says so, else it ends and says so once an hour', async ({
    db,
    home,
    flow,
  }) => {
    const nobodys = action('t', 'create_task', { title: 'Call' });
    const strict = await flow.on(contacts(nobodys, tag('a', 'x')));
    const lenient = await flow.on(
      contacts({ ...(nobodys as object), onError: 'continue' } as never, tag('a', 'y')),
    );
    const people = await Promise.all([1, 2].map(() => aContact(db.crm, home.scope)));
    for (const { id } of people) for (const one of [strict, lenient]) await flow.start(one.id, id);
    await flow.settle();
    expect((await flow.runs(strict.id)).map(({ status, error }) => [status, error])).toEqual([
      ['failed', 'Ada Quist has no owner in the team.'],
      ['failed', 'Ada Quist has no owner in the team.'],
    ]);
    expect((await flow.runs(lenient.id)).map(({ status }) => status)).toEqual(['done', 'done']);
    expect(flow.told.filter(({ title }) => title.includes('failed'))).toHaveLength(1);
  });

  it('sends to a literal address under one id, keeps the answer, and leaves out what is a week late', async ({
    db,
    home,
    flow,
  }) => {
    const ada = await aContact(db.crm, home.scope, { ownerId: home.scope.actor.id });
    const post = action('p', 'http_request', {
      url: 'https://erp.example/hook',
      body: '{"name":"{{ record.name }}"}',
      keepAs: 'erp',
    });
    const told = action('n', 'notify_user', { to: ['owner'], text: 'The ERP said {{ erp }}' });
    const workflow = await flow.on(contacts(wait('w', 1), post, told));
    await flow.start(workflow.id, ada.id);
    await flow.settle();
    hoursLater(1);
    answer = () => ({ status: 503, body: '' });
    const [run] = await flow.runs(workflow.id);
    await expect(flow.step({ id: run?.id ?? '', seq: 1 })).rejects.toThrow('erp.example answered 503');
    answer = () => ({ status: 200, body: 'noted' });
    await flow.settle();
    expect(flow.requests.map(({ body }) => body)).toEqual(['{"name":"Ada Quist"}', '{"name":"Ada Quist"}']);
    expect(new Set(flow.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(flow.told.at(-1)?.title).toBe('The ERP said noted');
    const bob = await aContact(db.crm, home.scope, { name: 'Bob', ownerId: home.scope.actor.id });
    const late = await flow.on(contacts(wait('w', 1), { ...(post as object), id: 'q' } as never));
    await flow.start(late.id, bob.id);
    await flow.settle();
    hoursLater(24 * 9);
    await flow.settle();
    expect(flow.requests).toHaveLength(2);
    expect(await flow.steps((await flow.runs(late.id))[0]?.id ?? '')).toEqual([
      'skipped: left out: it would have come more than 7 days late',
    ]);
  });

  it('mails whom it is about from their owner’s mailbox, once, and nobody without consent', async ({
    db,
    home,
    flow,
  }) => {
    const { crm } = db;
    const ownerId = home.scope.actor.id;
    await crm.records(EmailAccount).create(home.scope, {
      address: 'sam@own.example',
      ownerId,
      smtp: { host: 'smtp.own.example', port: 465 },
    });
    await expect(flow.on(contacts(action('m', 'send_email', { text: 'Hello' })))).rejects.toThrow(
      'its subject is not said',
    );
    const on = await flow.on(
      contacts(action('m', 'send_email', { subject: 'Welcome', text: 'Hello {{ record.name }}' })),
    );
    const ada = await aContact(crm, home.scope, { email: 'ada@x.example', consent: 'given', ownerId });
    const bob = await aContact(crm, home.scope, { name: 'Bob', email: 'bob@x.example', ownerId });
    for (const { id } of [ada, bob]) await flow.start(on.id, id);
    await flow.settle();
    const mails = (await crm.records(EmailMessage).find(home.system, { limit: 9 })).records;
    expect(mails).toMatchObject([
      { subject: 'Welcome', to: [{ address: 'ada@x.example' }], purpose: 'marketing', contactIds: [ada.id] },
    ]);
    const body = await crm.records(EmailBody).get(home.system, mails[0]?.id ?? '');
    expect(body.text).toMatch(/^Hello Ada Quist\n\n--\nNo more of this: http.*\/u\//);
    const steps = await Promise.all((await flow.runs(on.id)).map(({ id }) => flow.steps(id)));
    expect(steps.flat().sort()).toEqual([
      'left out bob@x.example: There is no consent to marketing.',
      'mailed ada@x.example from sam@own.example: “Welcome”',
    ]);
  });

  it('is not turned on with what is not set up, and sends to no address that is filled in or private', async ({
    flow,
  }) => {
    await expect(flow.on(contacts(action('m', 'send_email', { text: 'Hello' })))).rejects.toThrow(
      'a step needs an e-mail account, which is not set up',
    );
    for (const url of ['https://{{ record.city }}/x', 'http://erp.example', 'https://u:p@erp.example'])
      await expect(flow.on(contacts(action('m', 'webhook', { url }))), url).rejects.toThrow(
        'cannot be turned on',
      );
    for (const url of ['https://127.0.0.1:9/', 'https://169.254.169.254/', 'https://[::1]:9/'])
      await expect(
        sendRequest({ method: 'POST', url, headers: {}, signal: AbortSignal.timeout(5_000) }),
        url,
      ).rejects.toThrow(/not allowed/);
  });
});
