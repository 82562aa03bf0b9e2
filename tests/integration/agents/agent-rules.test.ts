import { embeddedModel } from '@clianta/agents/models/embedded';
import { ScriptedModel, scriptedModels } from '@clianta/agents/testing/scripted-model';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { AgentRule } from '@clianta/crm-core/workspace/agent-rules.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aTalker } from '../../support/talker.ts';
import { aContact, aDeal } from '../../support/test-crm.ts';

const it = crmTest
  .extend('setRule', ({ db, home }) => async (rule: Partial<AgentRule> & Pick<AgentRule, 'agent'>) => {
    const agentRules = [{ isOn: true, autonomy: 'act' as const, ...rule }];
    await db.crm.records(Workspace).update(home.scope, home.workspaceId, { agentRules });
  })
  .extend(
    'contacts',
    ({ db, home }) =>
      () =>
        db.crm.records(Contact).count(home.scope),
  );

const OFF = 'The contact agent is switched off here; an admin can switch it on in Settings.';

describe('an agent that is switched off', () => {
  it('does nothing and says so, in words, by a button and in what was proposed before', async ({
    db,
    home,
    sam,
    setRule,
    contacts,
  }) => {
    for (const name of ['Ada Quist', 'Bo Novak']) await aContact(db.crm, home.scope, { name });
    const asked = await sam.say('delete all contacts without an email');
    await setRule({ agent: 'contactAgent', isOn: false });
    for (const answer of [
      await sam.say('Add Cy Weber, cy@x.example'),
      await sam.call('create_contact', { name: 'Cy Weber' }),
      await sam.decide(String(asked.approval?.approvalId), 'approve'),
    ]) {
      expect(answer.reply.text).toContain(OFF);
      expect(answer.changes).toEqual([]);
    }
    expect(await contacts()).toBe(2);
    const [card] = (await sam.say('help')).reply.cards;
    expect(card).toMatchObject({ type: 'help' });
    expect(JSON.stringify(card)).not.toContain('Jane Doe from Acme');
  });

  it('is not the one that the others cannot do without', async ({ sam, setRule }) => {
    await setRule({ agent: 'generalAgent', isOn: false });
    expect((await sam.say('What can you do?')).reply.cards).toMatchObject([{ type: 'help' }]);
  });
});

describe('an agent that only suggests', () => {
  it('proposes what it would add, and adds it when that is approved', async ({ sam, setRule, contacts }) => {
    await setRule({ agent: 'contactAgent', autonomy: 'suggest' });
    const asked = await sam.say('Add Cy Weber, cy@x.example');
    expect([asked.changes, await contacts()]).toEqual([[], 0]);
    expect(asked.approval?.title).toContain('Cy Weber');
    await sam.decide(String(asked.approval?.approvalId), 'approve');
    expect(await contacts()).toBe(1);
  });

  it('proposes the move of one deal, which then is that deal’s', async ({ db, home, sam, setRule }) => {
    const { id } = await aDeal(db.crm, home.scope, { title: 'Holt rollout' });
    await setRule({ agent: 'dealAgent', autonomy: 'suggest' });
    const asked = await sam.say('Move the Holt rollout to Proposal');
    expect(asked.approval).toMatchObject({ count: 1 });
    await sam.decide(String(asked.approval?.approvalId), 'approve');
    const deal = await db.crm.records(Opportunity).get(home.scope, id);
    const [pipeline] = (await db.crm.facts(home.workspaceId)).pipelines;
    expect(pipeline?.stages.find((stage) => stage.id === deal.stageId)?.name).toBe('Proposal');
  });

  it('still reads at once', async ({ sam, setRule }) => {
    await setRule({ agent: 'contactAgent', autonomy: 'suggest' });
    expect((await sam.say('How many contacts do we have?')).approval).toBeUndefined();
  });
});

describe('an agent that acts freely', () => {
  it('changes up to a hundred at once, and still asks before it deletes one', async ({
    db,
    home,
    sam,
    setRule,
    contacts,
  }) => {
    await setRule({ agent: 'contactAgent', autonomy: 'free' });
    for (let i = 0; i < 12; i++) await aContact(db.crm, home.scope, { name: `Person ${i}` });
    const done = await sam.say('set the city of all contacts without an email to Oslo');
    expect([done.approval, done.changes.length]).toEqual([undefined, 12]);
    expect((await sam.say('delete all contacts in Oslo')).approval?.count).toBe(12);
    for (let i = 12; i < 101; i++) await aContact(db.crm, home.scope, { name: `Person ${i}` });
    expect((await sam.say('set the city of all contacts to Bergen')).approval?.count).toBe(101);
    expect(await contacts()).toBe(101);
  });

  it('leaves to an admin what is somebody else’s, and proposes what text from outside asks for', async ({
    db,
    home,
    sam,
    setRule,
    contacts,
  }) => {
    await setRule({ agent: 'contactAgent', autonomy: 'free' });
    await aContact(db.crm, home.scope, { name: 'Of Sam', ownerId: home.scope.actor.id });
    const mo = await aTalker(db, await home.member('Mo Novak'));
    expect((await mo.say('Delete Of Sam')).approval?.awaits).toBe('an admin (Sam Rivera)');
    await mo.close();
    expect((await sam.say('Delete Of Sam', { isTainted: true })).approval).toBeDefined();
    expect(await contacts()).toBe(1);
  });
});

describe('the budget of the language model', () => {
  const models = (...script: ConstructorParameters<typeof ScriptedModel>[0]) => ({
    ...scriptedModels(new ScriptedModel(script)),
    fallbackModel: embeddedModel,
  });

  it('used up, leaves the request to the built-in engine, which says so', async ({ db, home, contacts }) => {
    await db.crm
      .records(Workspace)
      .update(home.scope, home.workspaceId, { modelBudget: { personTokens: 10 } });
    // a call would fail the script
    const sam = await aTalker(db, home.scope, models());
    const { reply } = await sam.say('Add Cy Weber, cy@x.example');
    await sam.close();
    expect(reply.text).toContain('The budget of the language model is used up for this month.');
    expect(await contacts()).toBe(1);
    expect(await db.crm.tokens.spent(home.workspaceId)).toMatchObject({ tokens: 0 });
  });

  it('counts what a call has used for the workspace and the person', async ({ db, home }) => {
    const sam = await aTalker(db, home.scope, models({ text: 'I know of nobody like that.' }));
    await sam.say('Add Cy Weber, cy@x.example');
    await sam.close();
    const { tokens, people } = await db.crm.tokens.spent(home.workspaceId);
    expect(tokens).toBeGreaterThan(0);
    expect(people).toEqual([{ userId: home.scope.actor.id, tokens }]);
  });

  it('holds for many calls at once, and takes back what was not used', async ({ db, home }) => {
    const { tokens } = db.crm;
    await db.crm
      .records(Workspace)
      .update(home.scope, home.workspaceId, { modelBudget: { workspaceTokens: 1_000 } });
    const reserved = await Promise.all(Array.from({ length: 8 }, () => tokens.reserve(home.scope, 300)));
    const held = reserved.filter((one) => one !== undefined);
    expect(held).toHaveLength(3);
    for (const one of held) await one.settle(100);
    expect((await tokens.spent(home.workspaceId)).tokens).toBe(300);
    expect(await tokens.reserve(home.scope, 700)).toBeDefined();
  });
});
