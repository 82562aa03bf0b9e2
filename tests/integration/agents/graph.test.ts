import { defineAgent } from '@clianta/agents/agent';
import { createContact, searchContacts } from '@clianta/agents/agents/contact/contact.tools';
import { Catalogue } from '@clianta/agents/catalogue';
import { TIME_LIMITS } from '@clianta/agents/graph/guards';
import type { Likeliest } from '@clianta/agents/graph/turn-runtime';
import { embeddedModels } from '@clianta/agents/models/embedded';
import type { Models } from '@clianta/agents/models/models';
import { catalogue as everything } from '@clianta/agents/registry';
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
import type { TestDatabase, TestWorkspace } from '../../support/test-crm.ts';

const it = crmTest
  .extend(
    'service',
    ({ db }) =>
      (
        agentModel: ScriptedModel,
        router?: ScriptedModel,
        limits = TIME_LIMITS,
        more: { catalogue?: Catalogue; likeliest?: Likeliest; models?: Partial<Models> } = {},
      ) =>
        new AgentService({
          crm: db.crm,
          models: { ...scriptedModels(agentModel, router), ...more.models },
          checkpointer: new MemorySaver(),
          catalogue: more.catalogue ?? new Catalogue(team, entities),
          limits,
          ...(more.likeliest && { likeliest: more.likeliest }),
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
/** How many tools have to have begun before one of them ends. */
let together: number;

it.beforeEach(async ({ home, db }) => {
  started = [];
  together = 1;
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
      await vi.waitFor(() => expect(started.length).toBeGreaterThanOrEqual(together), { timeout: 10_000 });
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

const half = defineTool({
  name: 'add_and_fail',
  does: 'Working on it',
  description: 'Adds a person, and fails then.',
  input: z.strictObject({}),
  effect: 'write',
  run: async (_args, context) => {
    await context.crm.records(Contact).create(context.scope, { name: 'Half Joe' });
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
  agent('generalAgent', look('weather'), lie, look('eternity', 60_000), slow, half),
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
      { of: 'You are contactAgent', toolCalls: [{ name: 'people', args: {} }] },
      { of: 'You are dealAgent', toolCalls: [{ name: 'deals', args: {} }] },
      { of: 'You are contactAgent', text: 'People are fine.' },
      { of: 'You are dealAgent', text: 'Deals are fine.' },
    ]);
    together = 2;
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
      { of: 'You are contactAgent', toolCalls: [{ name: 'people', args: {} }] },
      { of: 'You are dealAgent', toolCalls: [{ name: 'crash', args: {} }] },
      { of: 'You are contactAgent', text: 'People are fine.' },
    ]);
    const { result, events } = await say(
      service(model, route(['contactAgent', 'dealAgent'], 'parallel')),
      BROAD,
    );
    expect(result.reply.text).toContain('People are fine.');
    expect(result.reply.text).toMatch(/part of this is missing \(dealAgent\)/);
    expect(result.reply.text).not.toContain('secret internal detail');
    expect(result.reply.cards).toMatchObject([
      {
        type: 'progress',
        steps: [
          { title: 'Asking the contact agent', state: 'done' },
          { title: 'Asking the deal agent', state: 'failed', detail: expect.any(String) },
        ],
      },
    ]);
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

describe('a model that calls tools badly', () => {
  const nobody = async ({ db, home }: { db: TestDatabase; home: TestWorkspace }) =>
    expect(await db.crm.records(Contact).count(home.scope)).toBe(0);

  it('is told once which tools there are, and goes on', async ({ service, say }) => {
    const model = new ScriptedModel([
      { toolCalls: [{ name: 'look_outside', args: {} }] },
      {
        expects: ['There is no tool look_outside here. The tools are: weather, lie'],
        toolCalls: [{ name: 'weather', args: {} }],
      },
      { text: 'The weather is fine.' },
    ]);
    expect((await say(service(model), UNCLEAR)).result.reply.text).toBe('The weather is fine.');
    model.assertDone();
  });

  it('is told of every call of one answer, and the good ones are made', async ({ service, say }) => {
    const model = new ScriptedModel([
      {
        text: 'I shall look.',
        toolCalls: [
          { name: 'look_outside', args: {} },
          { name: 'weather', args: {} },
          { name: 'weather', args: { city: 7 } },
        ],
      },
      { expects: ['no tool look_outside', 'weather is fine.', 'there is no city'], text: 'All is well.' },
    ]);
    expect((await say(service(model), UNCLEAR)).result.reply.text).toBe('All is well.');
    expect(started.filter((one) => one === 'weather begins')).toHaveLength(1);
  });

  it('ends its step in words for people when it goes on like that', async ({ db, home, service, say }) => {
    const bad = { toolCalls: [{ name: 'add_person', args: { called: 'Eve' } }] };
    const worse = { toolCalls: [{ name: 'add_person', args: { name: 7 } }] };
    const model = new ScriptedModel([bad, worse]);
    const { result } = await say(service(model, route(['contactAgent'], 'sequential')), UNCLEAR);
    expect(result.reply.text).toBe(
      'I could not finish this. The language model did not use its tools properly. Nothing was changed by it.',
    );
    await nobody({ db, home });
  });

  it('has its request done by the built-in engine, where that understands it', async ({
    db,
    home,
    service,
    say,
  }) => {
    const bad = { toolCalls: [{ name: 'no_such_tool', args: {} }] };
    const fallbackModel = embeddedModels().agentModel;
    const one = service(new ScriptedModel([bad, bad]), undefined, TIME_LIMITS, {
      catalogue: everything,
      models: { fallbackModel },
    });
    const { result, events } = await say(one, 'Add Eve Holt');
    expect(result.reply.text).toContain('Eve Holt');
    expect(await db.crm.records(Contact).count(home.scope)).toBe(1);
    expect(events.some((event) => event.type === 'status' && event.text.includes('built-in engine'))).toBe(
      true,
    );
  });

  it('makes no write a second time', async ({ db, home, service, say }) => {
    const again = { toolCalls: [{ name: 'add_person', args: { name: 'Eve' } }] };
    const model = new ScriptedModel([
      again,
      again,
      { ...again, expects: ['It is not made twice'] },
      { text: 'never asked for' },
    ]);
    const { result } = await say(service(model, route(['contactAgent'], 'sequential')), UNCLEAR);
    expect(result.reply.text).toBe('Added Eve.');
    expect(await db.crm.records(Contact).count(home.scope)).toBe(1);
  });

  it('is asked again when it answers nothing, or claims what it has not done', async ({
    db,
    home,
    service,
    say,
  }) => {
    const silent = new ScriptedModel([{}, { expects: ['You answered nothing'] }]);
    expect((await say(service(silent), UNCLEAR)).result.reply.text).toContain(
      'The language model gave no answer.',
    );
    const boaster = new ScriptedModel([
      { text: 'I have added Eve.' },
      { expects: ['but you called no tool'], toolCalls: [{ name: 'add_person', args: { name: 'Eve' } }] },
      { text: 'Eve is there.' },
    ]);
    const { result } = await say(service(boaster, route(['contactAgent'], 'sequential')), UNCLEAR);
    expect(result.reply.text).toBe('Eve is there.');
    expect(await db.crm.records(Contact).count(home.scope)).toBe(1);
  });
});

describe('a model that reads first', () => {
  it('is given what it has read, and can then write', async ({ db, home, service, say }) => {
    const jane = await db.crm.records(Contact).create(home.scope, { name: 'Jane Doe', jobTitle: 'CFO' });
    const model = new ScriptedModel([
      { toolCalls: [{ name: 'get_contact', args: { contact: 'Jane' } }] },
      {
        expects: ['Jane Doe'],
        toolCalls: [{ name: 'update_contacts', args: { contact: 'Jane Doe', set: { jobTitle: 'CTO' } } }],
      },
      { text: 'She is the CTO now.' },
    ]);
    const one = service(model, route(['contactAgent'], 'sequential'), TIME_LIMITS, { catalogue: everything });
    const { result } = await say(one, 'find Jane and then change her title');
    expect(result.changes).toHaveLength(1);
    expect(await db.crm.records(Contact).get(home.scope, jane.id)).toMatchObject({ jobTitle: 'CTO' });
    model.assertDone();
  });

  it('is not asked again after a question that the engine is sure of', async ({ service, say }) => {
    const model = new ScriptedModel([
      { toolCalls: [{ name: 'search_contacts', args: { countOnly: true } }] },
    ]);
    const { result } = await say(service(model), 'How many contacts do we have?');
    expect(result.modelCalls).toBe(1);
  });

  it('loses nothing of what it read when it fails then', async ({ service, say }) => {
    const model = new ScriptedModel([
      { toolCalls: [{ name: 'search_contacts', args: { countOnly: true } }] },
      { error: 'gone' },
    ]);
    const { result } = await say(service(model, route(['contactAgent'], 'sequential')), UNCLEAR);
    expect(result.reply.text).toMatch(/^There are 0 contacts.*could not finish this/s);
  });
});

describe('the router model', () => {
  const offered = (router: ScriptedModel) =>
    team.map(({ name }) => name).filter((name) => router.calls[0]?.[0]?.text.includes(`${name}:`));

  it('chooses among the likeliest agents, or among all where nobody knows', async ({ service, say }) => {
    const all = route(['dealAgent'], 'sequential');
    await say(service(new ScriptedModel([{ text: 'Fine.' }]), all), UNCLEAR);
    expect(offered(all)).toEqual(['contactAgent', 'dealAgent', 'generalAgent']);
    const some = route(['dealAgent'], 'sequential');
    const likeliest = () => [
      { agent: 'generalAgent', probability: 0.2 },
      { agent: 'dealAgent', probability: 0.7 },
      { agent: 'noSuchAgent', probability: 0.9 },
    ];
    const model = new ScriptedModel([{ text: 'Fine.' }]);
    const { result } = await say(service(model, some, TIME_LIMITS, { likeliest }), UNCLEAR);
    expect(offered(some)).toEqual(['dealAgent', 'generalAgent']);
    expect(result.agents).toEqual(['dealAgent']);
  });

  it('is not asked about what the engine is sure of', async ({ service, say }) => {
    const router = new ScriptedModel([]);
    await say(service(new ScriptedModel([{ text: 'None.' }]), router), 'How many contacts do we have?');
    expect(router.calls).toEqual([]);
  });

  it('leaves it to the engine’s unsure reading when it fails', async ({ service, say }) => {
    const model = new ScriptedModel([{ text: 'Which one?' }]);
    const { result } = await say(service(model, new ScriptedModel([{ error: 'down' }])), UNCLEAR);
    expect(result.agents).toEqual(['generalAgent']);
    expect(result.reply.text).toBe('Which one?');
  });
});

describe('a request that came to the wrong agent', () => {
  const notMine = { toolCalls: [{ name: 'hand_over', args: { reason: 'It is about a deal.' } }] };

  it('is handed over once, to whom the router names then', async ({ service, say }) => {
    const router = new ScriptedModel([
      { expects: ['It is about a deal.', 'dealAgent: '], text: '{"agents":["dealAgent"]}' },
    ]);
    const model = new ScriptedModel([
      { ...notMine, expects: ['You are contactAgent', 'call hand_over'] },
      { expects: ['You are dealAgent'], toolCalls: [{ name: 'deals', args: {} }] },
      { text: 'Deals are fine.' },
    ]);
    const { result } = await say(service(model, router), 'How many contacts do we have?');
    expect(model.boundTools[0]).toContain('hand_over');
    // an order may be behind what was read as a question, and nobody hands over twice
    expect(model.boundTools[1]).toEqual(['deals', 'crash']);
    expect(result.agents).toEqual(['dealAgent']);
    expect(result.reply.text).toBe('Deals are fine.');
    model.assertDone();
  });

  it('may be an order for the same agent, which then has its other tools', async ({
    db,
    home,
    service,
    say,
  }) => {
    const router = new ScriptedModel([{ text: '{"agents":["contactAgent"]}' }]);
    const model = new ScriptedModel([
      notMine,
      { toolCalls: [{ name: 'add_person', args: { name: 'Eve' } }] },
      { text: 'Eve is there.' },
    ]);
    await say(service(model, router), 'How many contacts do we have?');
    expect(await db.crm.records(Contact).count(home.scope)).toBe(1);
  });

  it('stays where it is once something was changed, or was read of a question', async ({ service, say }) => {
    const wrote = new ScriptedModel([
      { toolCalls: [{ name: 'add_person', args: { name: 'Eve' } }] },
      { text: 'Eve is there.' },
    ]);
    await say(service(wrote, route(['contactAgent'], 'sequential')), UNCLEAR);
    expect(wrote.boundTools.map((tools) => tools.includes('hand_over'))).toEqual([true, false]);
    const asked = new ScriptedModel([{ toolCalls: [{ name: 'people', args: {} }] }, { text: 'Fine.' }]);
    await say(service(asked, new ScriptedModel([])), 'How many contacts do we have?');
    expect(asked.boundTools.map((tools) => tools.includes('hand_over'))).toEqual([true, false]);
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

  it('does not say that nothing was changed when a tool failed after it had begun', async ({
    service,
    say,
  }) => {
    const model = new ScriptedModel([{ toolCalls: [{ name: 'add_and_fail', args: {} }] }]);
    const { result } = await say(service(model, route(['generalAgent'], 'sequential')), UNCLEAR);
    expect(result.reply.text).toContain('Something was changed before that');
    expect(result.reply.text).not.toContain('Nothing was changed');
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
