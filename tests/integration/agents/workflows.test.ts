import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { definitionSchema } from '@clianta/crm-core/automation/definition.schema';
import { publishWorkflow } from '@clianta/crm-core/automation/running/publish';
import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { WorkflowEnrollment } from '@clianta/crm-core/automation/workflow/workflow-enrollment.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { mongoDeadLetters } from '@clianta/crm-core/events/dead-letters';
import { startRelay } from '@clianta/crm-core/events/relay';
import { InProcessTransport } from '@clianta/crm-core/events/transports/in-process';
import { InboundHook } from '@clianta/crm-core/integrations/inbound-hook/inbound-hook.schema';
import { LeadScore } from '@clianta/crm-core/intelligence/lead-score/lead-score.schema';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { Form } from '@clianta/crm-core/marketing/form/form.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { startJobs } from '@clianta/jobs/start';
import { describe, expect, vi } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aContact, aDeal } from '../../support/test-crm.ts';

const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { isOwn: true })
  .extend('jobs', { scope: 'file' }, async ({ db }, { onCleanup }) => {
    const { crm, database } = db;
    const deadLetters = mongoDeadLetters(database.connection);
    const transport = new InProcessTransport({ deadLetters, retryDelaysMs: [10] });
    const relay = startRelay(crm, transport);
    const running = await startJobs({ crm, transport, notify: async () => {} });
    onCleanup(async () => {
      await running.stop();
      await relay.stop();
      await transport.close();
    });
    return running;
  });

const cardsOf = ({ reply }: TurnResult) => JSON.stringify(reply.cards);
const approvalOf = ({ reply }: TurnResult): string => {
  const card = reply.cards.find(({ type }) => type === 'approval');
  if (card?.type !== 'approval') throw new Error(`nothing was proposed: ${reply.text}`);
  return card.approvalId;
};

describe('a workflow that is spoken of', () => {
  it('is drafted, tried, turned on, starts with a new grade, does its steps in turn, and is explained', async ({
    db,
    home,
    sam,
    jobs,
  }) => {
    expect(jobs).toBeDefined();
    const [lena, bob] = [await home.member('Lena Fox'), await home.member('Bob Tan')];
    const jane = await aContact(db.crm, home.scope, { name: 'Jane Doe', country: 'Germany' });
    const asked = await sam.say('When a lead reaches A, assign it to the West team and create a call task');
    expect(asked.reply.text).toContain('There are no teams here. Who is meant by “the West team”?');
    expect(await db.crm.records(Workflow).count(home.scope)).toBe(0);
    const drafted = await sam.say('Lena and Bob');
    expect(drafted.reply.text).toContain('when the lead grade of a contact becomes A');
    expect(cardsOf(drafted)).toContain('assign it to Lena Fox, Bob Tan in turn');
    expect(drafted.reply.suggestions).toContain('Turn it on');
    expect(cardsOf(await sam.say('Only German ones'))).toContain('only contacts with country Germany');
    const tried = await sam.say('Try it with Jane');
    expect(cardsOf(tried)).toContain('Create a call task “Call Jane Doe” for the owner');
    expect(await db.crm.records(Task).count(home.scope)).toBe(0);
    const proposed = await sam.say('Turn it on, existing ones too');
    expect(cardsOf(proposed)).toContain('0 contacts, and all of them begin');
    await sam.decide(approvalOf(proposed), 'approve');
    await db.crm.records(Contact).update(home.scope, jane.id, { leadGrade: 'A' });
    await vi.waitFor(async () => expect(await db.crm.records(Task).count(home.scope)).toBe(1), 15_000);
    const after = await db.crm.records(Contact).get(home.scope, jane.id);
    expect([lena.actor.id, bob.actor.id]).toContain(after.ownerId);
    const [task] = (await db.crm.records(Task).find(home.scope)).records;
    expect(task).toMatchObject({ title: 'Call Jane Doe', assigneeId: after.ownerId, contactId: jane.id });
    const why = await sam.say('Why did Jane get this?');
    expect(why.reply.text).toMatch(
      /By the workflow \*\*Lead reaches A\*\*, version 1\. It began for \*\*Jane Doe\*\*/,
    );
    expect(why.reply.text).toContain('created the task “Call Jane Doe”');
    expect((await sam.say('Stop it!')).reply.text).toContain('Paused **Lead reaches A**');
    // a write of the workflow's own does not start it, and what is paused does not begin
    const olga = await aContact(db.crm, home.scope, { name: 'Olga', country: 'Germany', leadGrade: 'A' });
    await vi.waitFor(async () =>
      expect(await db.crm.records(LeadScore).findOne(home.system, { contactId: olga.id })).toBeDefined(),
    );
    expect(await db.crm.records(Task).count(home.scope)).toBe(1);
  }, 60_000);

  it('says how long it takes where more records begin than may in a minute', async ({ db, home, sam }) => {
    const { crm } = db;
    await crm.records(Workspace).update(home.scope, home.workspaceId, { workflowStartsPerMinute: 1 });
    for (const name of ['Ada Quist', 'Ben Rook', 'Cleo Tan'])
      await aContact(crm, home.scope, { name, leadGrade: 'A' });
    await sam.say('When a lead reaches A, create a call task');
    const proposed = await sam.say('Turn it on, existing ones too');
    const on = await sam.decide(approvalOf(proposed), 'approve');
    expect(on.reply.text).toContain('3 contacts begin now, about 1 a minute, the last in about 3 minutes.');
  });

  it('is drafted with what it hangs on, from one sentence, and goes the way that holds for a record', async ({
    db,
    home,
    sam,
  }) => {
    await home.member('Lena Schmidt');
    const drafted = await sam.say(
      'when a deal is won, if it is over 50k tell Lena, otherwise create a task for the owner',
    );
    expect(drafted.toolCalls.map(({ tool }) => tool)).toEqual(['create_workflow']);
    const [workflow] = (await db.crm.records(Workflow).find(home.scope, { limit: 1 })).records;
    expect(workflow?.draft?.steps).toMatchObject([
      {
        kind: 'branch',
        if: { where: [{ field: 'amountMinor', op: 'gt', value: 5_000_000 }] },
        yes: [{ action: 'notify_user' }],
        no: [{ action: 'create_task' }],
      },
    ]);
    expect(JSON.stringify(drafted.reply)).toMatch(/over.*50,000/);
  });

  it('goes through other records, which its steps then work on, from one sentence', async ({
    db,
    home,
    sam,
    jobs,
  }) => {
    expect(jobs).toBeDefined();
    const { crm } = db;
    const acme = await aCompany(crm, home.scope, { name: 'Acme' });
    const companyId = acme.id;
    for (const [name, country] of [
      ['Ada', 'Germany'],
      ['Bo', 'Germany'],
      ['Cy', 'Spain'],
    ] as const)
      await aContact(crm, home.scope, { name, country, companyId, ownerId: home.scope.actor.id });
    await aContact(crm, home.scope, { name: 'Dee', country: 'Germany' });
    const deal = await aDeal(crm, home.scope, { title: 'Acme seats', companyId });
    const drafted = await sam.say(
      'when a deal is won, for each German contact of the company add the tag customer and create a task to call them',
    );
    expect(cardsOf(drafted)).toMatch(/for each of the contacts of its company with country Germany/);
    const tried = cardsOf(await sam.say('try it with Acme seats'));
    expect(tried.match(/add the tag customer/gi)).toHaveLength(2);
    await sam.decide(approvalOf(await sam.say('turn it on')), 'approve');
    await crm.records(Opportunity).update(home.scope, deal.id, { status: 'won' });
    await vi.waitFor(async () => {
      const { records: runs } = await crm.records(WorkflowEnrollment).find(home.system, { limit: 5 });
      expect(runs.map(({ status, error }) => [status, error])).toEqual([['done', undefined]]);
    }, 60_000);
    expect(await crm.records(Task).count(home.scope)).toBe(2);
    const { records } = await crm.records(Contact).find(home.scope, { sort: 'name' });
    expect(records.filter(({ tags }) => tags?.includes('customer')).map(({ name }) => name)).toEqual([
      'Ada',
      'Bo',
    ]);
    const refused = await sam.say('when a deal is won, for each invoice of the company tell me');
    expect(refused.changes).toEqual([]);
  }, 120_000);

  it('has an agent of one’s own do something, whatever begins it and wherever it stands', async ({
    db,
    home,
    sam,
  }) => {
    await sam.call('create_agent', { name: 'Scout', purpose: 'qualifies leads', tools: ['qualify_lead'] });
    for (const [said, agents] of [
      ['when a deal is won, have Scout look at it', [{ agent: 'Scout' }]],
      [
        'when a ticket comes in have Scout qualify the contact',
        [{ agent: 'Scout', text: 'qualify the contact' }],
      ],
      [
        'when a lead reaches A, create a task and ask Scout to qualify them',
        [{ agent: 'Scout', text: 'qualify them' }],
      ],
    ] as const) {
      await sam.say(said);
      const { records } = await db.crm.records(Workflow).find(home.scope, { sort: '-createdAt', limit: 1 });
      const inputs = records[0]?.draft?.steps.flatMap((step) =>
        step.kind === 'action' && step.action === 'run_agent' ? [step.input] : [],
      );
      expect(inputs, said).toEqual(agents);
    }
  });

  it('starts others by what it writes, and never itself, be it through them', async ({ db, home, jobs }) => {
    expect(jobs).toBeDefined();
    // each write is one more change of what both wait for
    const adding = async (name: string, letter: string) => {
      const draft = definitionSchema.parse({
        trigger: { on: 'changed', entity: 'contact', fields: ['notes'] },
        steps: [
          {
            id: 'a',
            kind: 'action',
            action: 'update_field',
            input: { set: { notes: `{{ record.notes }}${letter}` } },
          },
        ],
      });
      const made = await db.crm.records(Workflow).create(home.scope, { name, draft });
      return publishWorkflow(db.crm, home.scope, made);
    };
    const [ping, pong] = [await adding('Ping', 'i'), await adding('Pong', 'o')];
    const ada = await aContact(db.crm, home.scope, { notes: 'old' });
    await db.crm.records(Contact).update(home.scope, ada.id, { notes: 'new' });
    const runs = async (id: string) => {
      const where = [{ field: 'workflowId', op: 'eq' as const, value: id }];
      return (await db.crm.records(WorkflowEnrollment).find(home.system, { where })).records;
    };
    await vi.waitFor(async () => {
      const { notes } = await db.crm.records(Contact).get(home.scope, ada.id);
      expect(notes).toMatch(/^new.*i/);
      expect(notes).toMatch(/^new.*o/);
    }, 15_000);
    // what could still come has come by then
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const depths = [...(await runs(ping.id)), ...(await runs(pong.id))].map(
      ({ cause }) => cause.chain.length,
    );
    expect(depths.length).toBeLessThanOrEqual(4);
    expect(Math.max(...depths)).toBeLessThanOrEqual(2);
  }, 30_000);

  it('is changed in words, and shows the difference', async ({ sam, home, db }) => {
    await home.member('Lena Fox');
    await home.member('Bob Tan');
    await sam.say('when a deal is lost, wait two hours, create a task to call them and tell Lena');
    expect((await sam.say('No, two days, not hours')).reply.text).toMatch(
      /before: wait 2 hours\n- now: wait 2 days/,
    );
    expect((await sam.say('Bob instead of Lena in the workflow')).reply.text).toContain('now: tell Bob Tan');
    expect((await sam.say('also add the tag lost')).reply.text).toContain('now: add the tag lost');
    expect((await sam.say('remove the last step')).reply.text).toContain('before: add the tag lost');
    expect((await sam.say('only deals over 10k')).reply.text).toContain('only deals with amount over');
    const [workflow] = (await db.crm.records(Workflow).find(home.scope)).records;
    expect(workflow?.draft).toMatchObject({
      trigger: { on: 'changed', entity: 'opportunity', fields: ['status'], to: ['lost'] },
      entry: { where: [{ field: 'amountMinor', op: 'gt', value: 1_000_000 }] },
    });
  });

  it('waits for something to happen, no longer than it was told, and asks how long', async ({
    db,
    home,
    sam,
  }) => {
    const rule = (wait: string) => `when a new deal comes in, ${wait}, then create a task`;
    const waits = async (said: string) => {
      await sam.say(rule(said));
      const { records } = await db.crm.records(Workflow).find(home.scope, { sort: '-createdAt', limit: 1 });
      const [step] = records[0]?.draft?.steps ?? [];
      return step?.kind === 'wait' ? step.input : step;
    };
    const won = { fields: ['status'], to: ['won'] };
    const week = { amount: 7, unit: 'days' };
    expect(await waits('wait up to 7 days until the deal is won')).toMatchObject({
      event: won,
      within: week,
    });
    expect(await waits('wait until the stage changes or two weeks pass')).toMatchObject({
      event: { fields: ['stageId'] },
      within: { amount: 2, unit: 'weeks' },
    });
    expect(await waits('wait at most 7 days until it is won, otherwise end')).toMatchObject({
      event: won,
      otherwise: 'end',
    });
    const asked = await sam.say(rule('wait until the deal is won'));
    expect(asked.reply.text).toContain('How long at most?');
  });

  it('begins with an inbound webhook, by its name, and says which there are', async ({ db, home, sam }) => {
    const say = 'When the webhook Shop comes in, create a call task';
    expect((await sam.say(say)).reply.text).toContain('There are no inbound webhooks yet');
    const hook = await db.crm.records(InboundHook).create(home.scope, {
      name: 'Web shop',
      kind: 'contact',
      mapping: [{ path: 'name', field: 'name' }],
    });
    expect((await sam.say(say)).reply.text).toContain('no inbound webhook “Shop”; there are Web shop');
    const drafted = await sam.say('When the Web shop webhook arrives, create a call task');
    expect(drafted.reply.text).toContain('when the webhook “Web shop” brings a contact');
    const [workflow] = (await db.crm.records(Workflow).find(home.scope)).records;
    expect(workflow?.draft?.trigger).toEqual({ on: 'hook', entity: 'contact', hookId: hook.id });
  });

  it('begins with a filled in form, by its name or with whichever', async ({ db, home, sam }) => {
    const say = (what: string) => sam.say(`When ${what}, create a call task`);
    expect((await say('somebody fills in the demo form')).reply.text).toContain('There are no forms yet');
    const form = await db.crm.records(Form).create(home.scope, {
      name: 'Demo request',
      fields: [{ name: 'email', label: 'E-mail', type: 'email', required: true, mapsTo: 'email' }],
    });
    expect((await say('the pricing form is submitted')).reply.text).toContain('there are “Demo request”');
    for (const [what, trigger] of [
      ['somebody fills in the demo form', { formId: form.id }],
      ['the demo request form is submitted', { formId: form.id }],
      ['a form comes in', {}],
    ] as const) {
      await say(what);
      const { records } = await db.crm.records(Workflow).find(home.scope, { sort: '-createdAt' });
      expect(records[0]?.draft?.trigger, what).toEqual({ on: 'form', entity: 'contact', ...trigger });
    }
  });

  it('asks where it does not understand, says what is not set up, and guesses nothing', async ({
    db,
    home,
    sam,
  }) => {
    await aDeal(db.crm, home.scope);
    const count = () => db.crm.records(Workflow).count(home.scope);
    expect((await sam.say('Every Monday at 9 post stale deals to #sales')).reply.text).toContain(
      'no channel #sales',
    );
    expect((await sam.say('when someone books a demo, create a task')).reply.text).toContain(
      'needs a calendar',
    );
    expect((await sam.say('when a big deal is won, create a task')).reply.text).toContain(
      'I do not know what “big” means',
    );
    expect((await sam.say('when a deal is won, dance and create a task')).reply.text).toMatch(/dance/);
    expect(await count()).toBe(0);
    const mail = await sam.say('when a new lead comes in, send them an email');
    expect(mail.reply.text).toContain('needs an e-mail account, which is not set up');
    expect((await sam.say('turn it on')).reply.text).toContain('cannot be turned on');
    await db.crm.records(EmailAccount).create(home.scope, {
      address: 'sam@own.example',
      ownerId: home.scope.actor.id,
      smtp: { host: 'smtp.own.example', port: 465 },
    });
    const written = await sam.say(
      'when a new lead comes in, send them an email “Welcome” saying “Hello, and write me a text”',
    );
    expect(JSON.stringify(written.reply.cards)).toContain(
      'send an e-mail “Welcome” to those who have consented',
    );
    expect(written.reply.text).not.toContain('not set up');
    const weekly = await sam.say('Every Monday at 9 create a task for stale deals');
    expect(weekly.reply.text).toMatch(/every Monday at 09:00 \(next Mon .*, Mon .* and Mon /);
    expect((await sam.say('create a workflow')).reply.text).toContain('When is it to begin');
    expect((await sam.say('when a deal is won, tell me')).reply.text).toContain(
      'when the status of a deal becomes won',
    );
    expect(await count()).toBe(4);
  });
});
