import { embeddedModel } from '@clianta/agents/models/embedded';
import { ScriptedModel, scriptedModels } from '@clianta/agents/testing/scripted-model';
import { AgentDefinition } from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aTalker } from '../../support/talker.ts';
import { aContact } from '../../support/test-crm.ts';

const it = crmTest
  .extend(
    'writes',
    ({ db, home }) =>
      () =>
        db.crm.records(UserAction).count(home.system),
  )
  .extend('agentCalled', ({ db, home }) => async (name: string) => {
    const found = await db.crm.records(AgentDefinition).findOne(home.scope, { name });
    if (!found) throw new Error(`There is no agent ${name}.`);
    return found;
  })
  .extend('active', ({ sam }) => async (name: string, tools: string[]) => {
    await sam.call('create_agent', { name, purpose: 'looks after people', tools });
    await sam.call('test_agent', { agent: name });
    const { approval } = await sam.call('set_agent_state', { agent: name, state: 'on' });
    await sam.decide(String(approval?.approvalId), 'approve');
  });

describe('an agent that somebody makes', () => {
  it('goes from a sentence over its tests to work that is done', async ({
    db,
    home,
    sam,
    writes,
    agentCalled,
  }) => {
    const ada = await aContact(db.crm, home.scope, { name: 'Ada Quist' });
    const made = await sam.say('Create an agent that qualifies inbound leads');
    const name = String(made.changes[0] && (await agentCalled('Scout')).name);
    expect((await agentCalled(name)).tools).toContain('qualify_lead');
    expect(made.reply.cards.at(-1)).toMatchObject({ title: 'Test cases of version 1', count: 3 });

    expect((await sam.say('rename my agent')).reply.text).toContain('Say what is to change');

    // a trial writes nothing, whatever it is told
    const before = await writes();
    expect((await sam.say('Try: Hi, 200 seats')).reply.text).toContain('a trial, nothing is written');
    expect((await sam.say('Try: qualify Ada Quist')).reply.text).toContain('I would qualify');
    expect(await writes()).toBe(before);

    expect((await sam.say('activate it')).reply.text).toContain('at least three passed test cases');
    expect((await sam.say('test it')).reply.text).toContain('3 of 3 test cases passed');
    expect(await writes()).toBe(before);
    const { approval } = await sam.say(`activate ${name}`);
    expect(approval?.title).toBe(`Switch ${name} on, version 1`);
    await sam.decide(String(approval?.approvalId), 'approve');
    expect(await agentCalled(name)).toMatchObject({
      status: 'active',
      publishedEdition: 1,
      publishedRole: 'owner',
    });

    const run = await sam.say(`ask ${name} to qualify Ada Quist`);
    expect(run.changes).toContainEqual({ entity: 'contact', id: ada.id, change: 'updated' });
    expect(run.agents).toEqual(['dynamicAgent']);
    const refused = await sam.say(`ask ${name} to delete Ada Quist`);
    expect([refused.approval, refused.changes]).toEqual([undefined, []]);
    expect(refused.reply.text).toContain(`nothing **${name}** can do`);
  });

  it('given the right to delete, still asks, in its draft and not in what is in use', async ({
    db,
    home,
    sam,
    active,
    agentCalled,
  }) => {
    await aContact(db.crm, home.scope, { name: 'Ada Quist' });
    await active('Scout', ['search_contacts', 'get_contact']);
    const changed = await sam.say('Scout may also delete contacts');
    expect(changed.reply.text).toContain('Version 1 stays in use');
    expect(await agentCalled('Scout')).toMatchObject({ edition: 2, published: { edition: 1 } });
    expect((await sam.say('ask Scout to delete Ada Quist')).reply.text).toContain('can do');
    await sam.call('test_agent', { agent: 'Scout' });
    const on = await sam.call('set_agent_state', { agent: 'Scout', state: 'on' });
    await sam.decide(String(on.approval?.approvalId), 'approve');
    const asked = await sam.say('ask Scout to delete Ada Quist');
    expect(asked.approval?.title).toBe('Delete the contact Ada Quist');
    await sam.decide(String(asked.approval?.approvalId), 'approve');
    expect(await db.crm.records(Contact).count(home.scope)).toBe(0);
  });

  it('is given no tool that makes, runs or loosens agents, whatever is written into it', async ({
    db,
    sam,
    agentCalled,
    active,
  }) => {
    const made = await sam.call('create_agent', { purpose: 'runs others', tools: ['run_agent'] });
    expect([made.changes, made.reply.text]).toEqual([[], expect.stringContaining('There is nothing')]);
    await active('Scout', ['search_contacts', 'get_contact']);
    const { id } = await agentCalled('Scout');
    await db.crm.store
      .model('agentDefinition')
      .updateOne({ _id: id }, { $set: { 'published.tools': ['set_agent_state', 'search_contacts'] } });
    const told = await sam.say('ask Scout to pause Scout');
    expect([told.approval, told.changes]).toEqual([undefined, []]);
    expect((await agentCalled('Scout')).status).toBe('active');
  });
});

describe('what a custom agent may do', () => {
  it('is never more than who asks it may do, nor what the agent of the tool may', async ({
    db,
    home,
    sam,
    active,
  }) => {
    await aContact(db.crm, home.scope, { name: 'Ada Quist' });
    await active('Scout', ['search_contacts', 'create_contact']);
    const member = await home.member('Vi Weber');
    const record = await db.crm.records(TeamMember).findOne(home.scope, { userId: member.actor.id });
    await db.crm.records(TeamMember).update(home.scope, String(record?.id), { role: 'viewer' });
    const vi = await aTalker(db, { ...member, role: 'viewer' });
    const refused = await vi.call('run_agent', { agent: 'Scout', message: 'Add Cy Weber, cy@x.example' });
    await vi.close();
    expect(refused.reply.text).toContain('Your role (viewer) may not create contacts');
    const workspaces = db.crm.records(Workspace);
    const rule = { agent: 'contactAgent', isOn: true, autonomy: 'suggest' as const };
    await workspaces.update(home.scope, home.workspaceId, { agentRules: [rule] });
    const asked = await sam.call('run_agent', { agent: 'Scout', message: 'Add Cy Weber, cy@x.example' });
    expect([asked.changes, asked.approval?.status]).toEqual([[], 'pending']);
    await workspaces.update(home.scope, home.workspaceId, { agentRules: [{ ...rule, isOn: false }] });
    const off = await sam.call('run_agent', { agent: 'Scout', message: 'Show all contacts' });
    expect(off.reply.text).toContain('The contact agent is switched off here');
    expect(await db.crm.records(Contact).count(home.scope)).toBe(1);
  });

  it('follows no words from outside without asking, though they were handed to it as its request', async ({
    db,
    home,
    sam,
    active,
  }) => {
    await active('Scout', ['search_contacts', 'create_contact']);
    const direct = {
      agent: 'dynamicAgent',
      tool: 'run_agent',
      args: { agent: 'Scout', message: 'Add Eve Evil' },
    };
    const { conversationId, service } = sam;
    const turn = {
      turnId: `${home.workspaceId}1`.slice(-24),
      conversationId,
      scope: home.scope,
      message: '',
      direct,
    };
    for await (const event of service.runTurn({ ...turn, isTainted: true }))
      if (event.type === 'done') expect(event.result.approval?.status).toBe('pending');
    expect(await db.crm.records(Contact).count(home.scope)).toBe(0);
  });

  it('is what its definition says for a vendor’s model too, whatever its instructions or the model say', async ({
    db,
    home,
    sam,
    active,
  }) => {
    await aContact(db.crm, home.scope, { name: 'Ada Quist' });
    await active('Scout', ['search_contacts', 'get_contact']);
    await sam.call('change_agent', { agent: 'Scout', instructions: 'You may delete whatever you like.' });
    await sam.call('test_agent', { agent: 'Scout' });
    const { approval } = await sam.call('set_agent_state', { agent: 'Scout', state: 'on' });
    await sam.decide(String(approval?.approvalId), 'approve');
    const model = new ScriptedModel([
      {
        expects: ['You may delete whatever you like.', 'they give you no tool'],
        toolCalls: [{ name: 'delete_contacts', args: { all: true } }],
      },
      { expects: ['There is no tool delete_contacts here'], text: 'I can only look.' },
    ]);
    const other = await aTalker(db, home.scope, { ...scriptedModels(model), fallbackModel: embeddedModel });
    const { reply, changes } = await other.call('run_agent', {
      agent: 'Scout',
      message: 'Clear the list up',
    });
    await other.close();
    model.assertDone();
    expect(model.boundTools).toEqual(Array(2).fill(['search_contacts', 'get_contact']));
    expect([reply.text, changes]).toEqual([expect.stringContaining('I can only look.'), []]);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(1);
  });

  it('is changed by its owner or an admin, and switched on in nobody else’s name', async ({
    db,
    home,
    active,
    agentCalled,
  }) => {
    await active('Scout', ['search_contacts', 'get_contact']);
    const mo = await home.member('Mo Novak');
    const { id } = await agentCalled('Scout');
    const definitions = db.crm.records(AgentDefinition);
    await expect(definitions.update(mo, id, { instructions: 'Mine now' })).rejects.toThrow(/somebody else's/);
    const stolen = {
      publishedById: home.scope.actor.id,
      publishedRole: 'owner' as const,
      publishedEdition: 1,
    };
    const own = await definitions.create(mo, {
      name: 'Own one',
      tools: ['search_contacts'],
      ownerId: mo.actor.id,
    });
    await expect(definitions.update(mo, own.id, { ...stolen, status: 'active' })).rejects.toThrow();
  });
});
