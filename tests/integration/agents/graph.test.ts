import { defineAgent } from '@clianta/agents/agent';
import { createContact, searchContacts } from '@clianta/agents/agents/contact/contact.tools';
import { Catalogue } from '@clianta/agents/catalogue';
import { TIME_LIMITS } from '@clianta/agents/graph/guards';
import { AgentService } from '@clianta/agents/run-turn';
import { ScriptedModel, scriptedModels } from '@clianta/agents/testing/scripted-model';
import { defineTool } from '@clianta/agents/tool';
import type { TurnEvent, TurnResult } from '@clianta/agents/turn-event.schema';
import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { entities } from '@clianta/crm-core/registry';
import { MemorySaver } from '@langchain/langgraph';
import { describe, expect, vi } from 'vitest';
import { z } from 'zod';
import { crmTest } from '../../support/fixtures.ts';

const it = crmTest
  .extend(
    'service',
    ({ db }) =>
      (agentModel: ScriptedModel, router?: ScriptedModel, limits = TIME_LIMITS) =>
        new AgentService({
          crm: db.crm,
          models: scriptedModels(agentModel, router),
          checkpointer: new MemorySaver(),
          catalogue: new Catalogue(team, entities),
          limits,
        }),
  )
  .extend(
    'say',
    ({ home }) =>
      async (
        one: AgentService,
        message: string,
        turnId = newId(),
      ): Promise<{ result: TurnResult; events: TurnEvent[] }> => {
        const events: TurnEvent[] = [];
        for await (const event of one.runTurn({ turnId, conversationId, scope: home.scope, message }))
          events.push(event);
        const last = events.at(-1);
        if (last?.type !== 'done') throw new Error('done is the last event');
        return { result: last.result, events };
      },
  );

let conversationId: string;
let started: string[];

it.beforeEach(async ({ home, db }) => {
  started = [];
  const owner = { ...home.scope, role: 'system' as const };
  ({ id: conversationId } = await db.crm
    .records(Conversation)
    .create(owner, { userId: home.scope.actor.id, channel: 'web', externalId: newId() }));
});

const look = (name: string, delayMs = 0) =>
  defineTool({
    name,
    does: 'Working on it',
    description: `Looks at ${name} for the test.`,
    input: z.strictObject({}),
    effect: 'read',
    async run() {
      started.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      started.push(`${name} ends`);
      return { text: `${name} is fine.`, facts: { of: name } };
    },
  });
const add = defineTool({
  name: 'add_person',
  does: 'Working on it',
  description: 'Adds a person for the test.',
  input: z.strictObject({ name: z.string() }),
  effect: 'write',
  async run({ name }, context) {
    const made = await context.crm.records(Contact).create(context.scope, { name });
    return {
      text: `Added ${name}.`,
      changes: [{ entity: 'contact', id: made.id, change: 'created' as const }],
    };
  },
});
const lie = defineTool({
  name: 'lie',
  does: 'Working on it',
  description: 'Claims a change that it does not make.',
  input: z.strictObject({}),
  effect: 'write',
  run: async () => ({
    text: 'Deleted everything.',
    changes: [{ entity: 'contact', id: newId(), change: 'deleted' as const }],
    isAnswer: true,
  }),
});
const crash = defineTool({
  name: 'crash',
  does: 'Working on it',
  description: 'Fails in a way that nobody expected.',
  input: z.strictObject({}),
  effect: 'read',
  run: async () => {
    throw new TypeError('secret internal detail');
  },
});

const slow = defineTool({
  name: 'add_slowly',
  does: 'Working on it',
  description: 'Adds a person, after longer than a step may read.',
  input: z.strictObject({}),
  effect: 'write',
  async run(_args, context) {
    await new Promise((resolve) => setTimeout(resolve, 600));
    const made = await context.crm.records(Contact).create(context.scope, { name: 'Slow Joe' });
    return {
      text: 'Added Slow Joe.',
      changes: [{ entity: 'contact', id: made.id, change: 'created' as const }],
      isAnswer: true,
    };
  },
});

const agent = (name: string, ...tools: ReturnType<typeof look>[]) =>
  defineAgent({
    name,
    description: `${name} for the test.`,
    instructions: `You are ${name}.`,
    tools,
    examples: ['x'],
  });

const team = [
  agent('contactAgent', look('people', 60), add, searchContacts, createContact),
  agent('dealAgent', look('deals', 60), crash),
  agent('generalAgent', look('weather'), lie, look('eternity', 60_000), slow),
];

const route = (agents: string[], mode: 'parallel' | 'sequential') =>
  new ScriptedModel([{ text: JSON.stringify({ agents, mode }) }]);
/** Words that mean nothing to the language engine, so that the router decides. */
const UNCLEAR = 'Ponder the zeitgeist of tomorrowland';
/** The same, broad enough for several agents. */
const BROAD = 'Compare the zeitgeist of tomorrowland with a full picture of yesterdayland';

describe('a plan', () => {
  it('runs independent steps side by side and joins them once', async ({ service, say }) => {
    const model = new ScriptedModel([
      { toolCalls: [{ name: 'people', args: {} }] },
      { toolCalls: [{ name: 'deals', args: {} }] },
      { text: 'People are fine.' },
      { text: 'Deals are fine.' },
    ]);
    const { result } = await say(service(model, route(['contactAgent', 'dealAgent'], 'parallel')), BROAD);
    expect(started.slice(0, 2).sort()).toEqual(['deals begins', 'people begins']);
    expect(result.agents).toEqual(['contactAgent', 'dealAgent']);
    expect(result.reply.text).toContain('People are fine.');
    expect(result.reply.text).toContain('Deals are fine.');
    model.assertDone();
  });

  it('runs dependent steps in order, and hands on what was found', async ({ service, say }) => {
    const model = new ScriptedModel([
      { expects: ['You are contactAgent'], toolCalls: [{ name: 'people', args: {} }] },
      { text: 'Found the people.' },
      { expects: ['You are dealAgent', 'Found by others', '"of":"people"'], text: 'Looked at their deals.' },
    ]);
    await say(service(model, route(['contactAgent', 'dealAgent'], 'sequential')), BROAD);
    model.assertDone();
  });

  it('gives each agent its own brief, not what was said to others', async ({ service, say }) => {
    const model = new ScriptedModel([
      { toolCalls: [{ name: 'people', args: {} }] },
      { text: 'Secret of the first.' },
      { text: 'Second.' },
    ]);
    await say(service(model, route(['contactAgent', 'dealAgent'], 'sequential')), BROAD);
    const second = model.calls
      .at(-1)
      ?.map((message) => message.text)
      .join('\n');
    expect(second).not.toContain('Secret of the first');
    expect(model.boundTools.at(-1)).toEqual(['deals', 'crash']);
  });

  it('tells what is missing when one step fails, and still gives the rest', async ({ service, say }) => {
    const model = new ScriptedModel([
      { toolCalls: [{ name: 'people', args: {} }] },
      { toolCalls: [{ name: 'crash', args: {} }] },
      { text: 'People are fine.' },
    ]);
    const { result, events } = await say(
      service(model, route(['contactAgent', 'dealAgent'], 'parallel')),
      BROAD,
    );
    expect(result.reply.text).toContain('People are fine.');
    expect(result.reply.text).toMatch(/part of this is missing \(dealAgent\)/);
    expect(result.reply.text).not.toContain('secret internal detail');
    expect(events.some((event) => event.type === 'status' && event.step?.state === 'failed')).toBe(true);
  });
});

describe('what was said before', () => {
  it('is told to the agent in short, the latest turns only, and to nobody else', async ({
    db,
    home,
    service,
    say,
  }) => {
    const model = new ScriptedModel([
      { text: 'One.' },
      { text: `Two. ${'long '.repeat(200)}` },
      { text: 'Three.' },
      { text: 'Four.' },
      { text: 'Five.' },
    ]);
    const one = service(model);
    for (const word of ['first', 'second', 'third']) await say(one, `${UNCLEAR} ${word}`);
    const texts = model.calls[2]?.slice(1).map((message) => message.text.slice(-12));
    expect(texts?.map((text) => text.split(' ').at(-1))).toEqual(['first', 'One.', 'second', '…', 'third']);
    expect(model.calls[2]?.[4]?.text.length).toBeLessThan(410);
    await say(one, `${UNCLEAR} fourth`);
    expect(model.calls[3]?.map((message) => message.text).join()).not.toContain('first');

    const owner = { ...home.scope, role: 'system' as const };
    const other = await db.crm
      .records(Conversation)
      .create(owner, { userId: home.scope.actor.id, channel: 'web', externalId: newId() });
    conversationId = other.id;
    await say(one, UNCLEAR);
    expect(model.calls[4]).toHaveLength(2);
  });
});

describe('guards', () => {
  it('stop an agent that calls the same thing again and again', async ({ service, say }) => {
    const again = { toolCalls: [{ name: 'weather', args: {} }] };
    const model = new ScriptedModel([again, again, again, again, again, again]);
    const { result } = await say(service(model), UNCLEAR);
    expect(result.reply.text).toMatch(/repeated itself/);
    expect(started.filter((one) => one === 'weather begins').length).toBe(2);
  });

  it('send a wrong call back to the model to correct', async ({ service, say }) => {
    const model = new ScriptedModel([
      { toolCalls: [{ name: 'weather', args: { city: 'Oslo' } }] },
      {
        expects: ['That is not possible when working on it: there is no city.'],
        toolCalls: [{ name: 'weather', args: {} }],
      },
      { text: 'The weather is fine.' },
    ]);
    expect((await say(service(model), UNCLEAR)).result.reply.text).toContain('The weather is fine.');
    model.assertDone();
  });

  const hurried = { ...TIME_LIMITS, stepMs: 300 };

  it('end a step whose reading takes too long, and say so', async ({ service, say }) => {
    const model = new ScriptedModel([{ toolCalls: [{ name: 'eternity', args: {} }] }]);
    const { result } = await say(service(model, undefined, hurried), UNCLEAR);
    expect(result.reply.text).toBe('I could not finish this. It took too long. Nothing was changed by it.');
  });

  it('never end a change that has begun', async ({ service, say }) => {
    const model = new ScriptedModel([{ toolCalls: [{ name: 'add_slowly', args: {} }] }]);
    const { result } = await say(service(model, undefined, hurried), UNCLEAR);
    expect(result.reply.text).toBe('Added Slow Joe.');
    expect(result.changes).toHaveLength(1);
  });

  it('refuse a tool that the agent does not have', async ({ db, home, service, say }) => {
    const model = new ScriptedModel([
      { toolCalls: [{ name: 'add_person', args: { name: 'Eve' } }] },
      { text: 'I cannot do that.' },
    ]);
    const { result } = await say(service(model), UNCLEAR);
    expect(result.changes).toEqual([]);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(0);
  });

  it('give a question no tool that changes anything, and refuse one that is called all the same', async ({
    db,
    home,
    service,
    say,
  }) => {
    const model = new ScriptedModel([
      { toolCalls: [{ name: 'add_person', args: { name: 'Eve' } }] },
      { toolCalls: [{ name: 'search_contacts', args: {} }] },
      { text: 'Nobody yet.' },
    ]);
    const { result } = await say(service(model), 'How many contacts do we have?');
    expect(model.boundTools[0]).toEqual(['people', 'search_contacts']);
    expect(result.changes).toEqual([]);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(0);
  });

  it('give an order all tools of its agent', async ({ service, say }) => {
    const model = new ScriptedModel([{ text: 'Which Eve?' }]);
    await say(service(model), 'Add Eve Holt');
    expect(model.boundTools[0]).toContain('add_person');
  });

  it('answer with an apology and a reference when the model fails, not with the failure', async ({
    service,
    say,
  }) => {
    const { result } = await say(service(new ScriptedModel([{ error: 'API key abc is invalid' }])), UNCLEAR);
    expect(result.reply.text).toMatch(/language model did not answer/);
    expect(result.reply.text).not.toContain('abc');
  });
});

describe('verification', () => {
  it('lets no change be claimed that the audit log does not have', async ({ service, say }) => {
    const { result } = await say(
      service(new ScriptedModel([{ toolCalls: [{ name: 'lie', args: {} }] }])),
      UNCLEAR,
    );
    expect(result.changes).toEqual([]);
    expect(result.reply.text).not.toContain('Deleted everything');
    expect(result.reply.text).toMatch(/could not confirm/);
  });

  it('keeps a change that the audit log has', async ({ service, say }) => {
    const model = new ScriptedModel([
      { toolCalls: [{ name: 'add_person', args: { name: 'Ada' } }] },
      { text: 'I have added Ada.' },
    ]);
    const { result } = await say(service(model, route(['contactAgent'], 'sequential')), UNCLEAR);
    expect(result.changes).toHaveLength(1);
    expect(result.reply.text).toContain('I have added Ada.');
  });
});

describe('the checkpoints of a turn', () => {
  const put = vi.spyOn(MemorySaver.prototype, 'put');
  it.afterAll(() => put.mockRestore());

  it('are not written when it only reads', async ({ service, say }) => {
    put.mockClear();
    const model = new ScriptedModel([{ toolCalls: [{ name: 'weather', args: {} }] }, { text: 'Sunny.' }]);
    const { result } = await say(service(model, route(['generalAgent'], 'sequential')), UNCLEAR);
    expect(result.toolCalls.map((call) => call.tool)).toEqual(['weather']);
    expect(put).not.toHaveBeenCalled();
  });

  it('are written before it changes anything', async ({ db, home, service, say }) => {
    put.mockClear();
    const before: number[] = [];
    put.mockImplementation(async function (this: MemorySaver, config, checkpoint) {
      before.push(await db.crm.records(Contact).count(home.scope));
      return { configurable: { ...config.configurable, checkpoint_id: checkpoint.id } };
    });
    const model = new ScriptedModel([
      { toolCalls: [{ name: 'add_person', args: { name: 'Ada' } }] },
      { text: 'I have added Ada.' },
    ]);
    await say(service(model, route(['contactAgent'], 'sequential')), UNCLEAR);
    expect(before).toEqual([0]);
  });
});
