import { geminiModels } from '@clianta/agents/models/gemini';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { LLMock } from '@copilotkit/aimock';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact } from '../../support/test-crm.ts';

/** Gemini on the wire: the real client against a stand-in of Google's API on loopback. */
describe('with Gemini', () => {
  const it = crmTest
    .extend('mock', async ({ db, home }, { onCleanup }) => {
      for (const name of ['Ada Quist', 'Bo Novak', 'Cy Weber']) await aContact(db.crm, home.scope, { name });
      const mock = new LLMock({ port: 0 });
      await mock.start();
      onCleanup(() => mock.stop());
      return mock;
    })
    .override('models', ({ mock }) =>
      geminiModels({
        apiKey: 'test-key',
        baseUrl: mock.url,
        agentModel: 'gemini-2.5-pro',
        routerModel: 'gemini-2.5-flash',
      }),
    );

  const modelsOf = (mock: LLMock) =>
    mock.getRequests().map((entry) => /models\/([^:]+):/.exec(entry.path)?.[1]);

  it('the model chooses the tool, the result is the answer: one call', async ({ mock, sam }) => {
    mock.on(
      { userMessage: /how many contacts/i, model: /pro/ },
      { toolCalls: [{ name: 'search_contacts', arguments: '{"countOnly":true}' }] },
    );
    const result = await sam.say('How many contacts do we have?');
    expect(result.reply.text).toContain('3 contacts');
    expect(result.modelCalls).toBe(1);
    expect(modelsOf(mock)).toEqual(['gemini-2.5-pro']);
    expect(mock.getLastRequest()?.headers).toHaveProperty('x-goog-api-key');
  });

  it('a refused call goes back to the model, which corrects itself', async ({ mock, sam }) => {
    mock.on(
      { userMessage: /how many contacts/i, model: /pro/, hasToolResult: false },
      {
        toolCalls: [
          {
            name: 'search_contacts',
            arguments: '{"where":[{"field":"colour","op":"eq","value":"red"}],"countOnly":true}',
          },
        ],
      },
    );
    mock.on(
      { userMessage: /how many contacts/i, model: /pro/, hasToolResult: true },
      { toolCalls: [{ name: 'search_contacts', arguments: '{"countOnly":true}' }] },
    );
    const result = await sam.say('How many contacts do we have?');
    expect(result.toolCalls.map((call) => Boolean(call.error))).toEqual([true, false]);
    expect(result.reply.text).toContain('3 contacts');
    expect(result.modelCalls).toBe(2);
  });

  it('asks the small model for the agent only when the language engine is unsure', async ({ mock, sam }) => {
    const unclear = 'I wonder who deserves a little birthday surprise';
    mock.on({ userMessage: /birthday/, model: /flash/ }, { content: '{"agents":["contactAgent"]}' });
    mock.on(
      { userMessage: /birthday/, model: /pro/ },
      { content: 'I have no birthdays on record, so I cannot tell.' },
    );
    const result = await sam.say(unclear);
    expect(result.agents).toEqual(['contactAgent']);
    expect(modelsOf(mock)).toEqual(['gemini-2.5-flash', 'gemini-2.5-pro']);
    expect(result.reply.text).toContain('no birthdays');
  });

  it('repeats no figure that no tool gave', async ({ mock, sam }) => {
    mock.on({ userMessage: /show me contact/i, model: /flash/ }, { content: '{"agents":["contactAgent"]}' });
    mock.on(
      { userMessage: /show me contact/i, model: /pro/, hasToolResult: false },
      { toolCalls: [{ name: 'get_contact', arguments: '{"contact":"Nobody Here"}' }] },
    );
    mock.on(
      { userMessage: /show me contact/i, model: /pro/, hasToolResult: true },
      { content: 'Nobody Here has 47 open deals worth $1,234,567.' },
    );
    const result = await sam.say('Show me contact Nobody Here');
    expect(result.reply.text).not.toContain('47');
    expect(result.reply.text).toContain('no contact called');
  });

  it('claims no change that was not made', async ({ db, home, mock, sam }) => {
    mock.on(
      { userMessage: /delete contact/i, model: /pro/ },
      { content: 'Done! I have deleted Ada Quist and updated two other records.' },
    );
    const result = await sam.say('Delete contact Ada Quist');
    expect(result.changes).toEqual([]);
    expect(result.reply.text).not.toMatch(/deleted Ada/);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(3);
  });

  it('leaves the work to the built-in engine when the provider is down, and says so', async ({
    mock,
    sam,
  }) => {
    mock.on({ userMessage: /.*/ }, { error: { message: 'The model is overloaded.' }, status: 503 });
    const result = await sam.say('How many contacts do we have?');
    expect(result.reply.text).toContain('3 contacts');
    expect(
      sam.events.some((event) => event.type === 'status' && event.text.includes('built-in engine')),
    ).toBe(true);
  });

  it('knows how its calls went without calling to ask', async ({ mock, models, sam }) => {
    expect(models.health()).toEqual({ isHealthy: true });
    mock.on({ userMessage: /.*/ }, { error: { message: 'The model is overloaded.' }, status: 503 });
    await sam.say('How many contacts do we have?');
    expect(models.health()).toMatchObject({ isHealthy: false, error: 'unavailable' });
    const calls = mock.getRequests().length;
    models.health();
    expect(mock.getRequests()).toHaveLength(calls);
    mock.clearFixtures();
    mock.on(
      { userMessage: /.*/ },
      { toolCalls: [{ name: 'search_contacts', arguments: '{"countOnly":true}' }] },
    );
    await sam.say('How many contacts do we have?');
    expect(models.health()).toEqual({ isHealthy: true, lastCallAt: expect.any(String) });
  });

  it('a model that repeats itself is stopped', async ({ mock, sam }) => {
    mock.on(
      { userMessage: /show me contact/i, model: /pro/ },
      { toolCalls: [{ name: 'get_contact', arguments: '{"contact":"Nobody"}' }] },
    );
    const result = await sam.say('Show me contact Nobody');
    expect(result.modelCalls).toBeLessThanOrEqual(4);
    expect(result.reply.text).toMatch(/repeated itself/);
  });
});
