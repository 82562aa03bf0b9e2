import { TIME_LIMITS } from '@clianta/agents/graph/guards';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { describe, expect, vi } from 'vitest';
import { crmTest } from '../support/fixtures.ts';
import { AGENT_MODEL, type ModelDriver, ROUTER_MODEL } from '../support/model-drivers/model-driver.ts';
import { ModelStandIn } from '../support/model-stand-in.ts';
import { aTalker } from '../support/talker.ts';
import { aContact } from '../support/test-crm.ts';

/** The language engine is sure of it. */
const COUNT = 'How many contacts do we have?';
/** It makes nothing of these, so that the router decides. */
const VAGUE = 'I wonder who deserves a little birthday surprise';
const WELCOME = 'Those folks from the fair deserve a warm welcome, and a place in our system';

/** What every provider does, on the wire of its vendor: the real client against a stand-in on loopback. */
export function modelContract(driver: ModelDriver): void {
  describe(`a model of ${driver.provider}`, () => {
    const it = crmTest
      .extend('standIn', async ({ db, home }, { onCleanup }) => {
        for (const name of ['Ada Quist', 'Bo Novak', 'Cy Weber'])
          await aContact(db.crm, home.scope, { name });
        const standIn = await new ModelStandIn().start();
        onCleanup(() => standIn.stop());
        return standIn;
      })
      .extend('mock', ({ standIn }) => standIn.mock)
      .extend('vendor', ({ mock }) => driver.open(mock.url))
      .extend('routesTo', ({ mock }) => (agent: string) => {
        mock.on({ model: ROUTER_MODEL }, { content: JSON.stringify({ agents: [agent] }) });
      })
      .extend(
        'names',
        ({ db, home }) =>
          async () =>
            (await db.crm.records(Contact).find(home.scope, { sort: 'name', limit: 50 })).records.map(
              ({ name }) => name,
            ),
      )
      // an override counts only behind what is added
      .override('sam', async ({ db, home, vendor }, { onCleanup }) => {
        const sam = await aTalker(db, home.scope, vendor);
        onCleanup(sam.close);
        return sam;
      });
    const counting = { toolCalls: [{ name: 'search_contacts', arguments: '{"countOnly":true}' }] };
    const creating = (...people: string[]) => ({
      toolCalls: people.map((name) => ({ name: 'create_contact', arguments: JSON.stringify({ name }) })),
    });
    const isUnchanged = (found: string[]) => expect(found).toEqual(['Ada Quist', 'Bo Novak', 'Cy Weber']);

    describe('that works', () => {
      it('chooses the tool; the result of a sure question is the answer: one call', async ({ mock, sam }) => {
        mock.on({ userMessage: COUNT, model: AGENT_MODEL }, counting);
        const result = await sam.say(COUNT);
        expect(result.reply.text).toContain('3 contacts');
        expect(result.modelCalls).toBe(1);
        expect(mock.getRequests().map(({ body }) => body?.model)).toEqual([AGENT_MODEL]);
      });

      it('is told what a tool would not do, and corrects itself', async ({ mock, sam }) => {
        const wrong = '{"where":[{"field":"colour","op":"eq","value":"red"}],"countOnly":true}';
        mock.on(
          { userMessage: COUNT, model: AGENT_MODEL, hasToolResult: false },
          { toolCalls: [{ name: 'search_contacts', arguments: wrong }] },
        );
        mock.on({ userMessage: COUNT, model: AGENT_MODEL, hasToolResult: true }, counting);
        const result = await sam.say(COUNT);
        expect(result.toolCalls.map((call) => Boolean(call.error))).toEqual([true, false]);
        expect(result.reply.text).toContain('3 contacts');
      });

      it('is asked for the agent only when the language engine is unsure', async ({
        mock,
        sam,
        routesTo,
      }) => {
        routesTo('contactAgent');
        mock.on({ model: AGENT_MODEL }, { content: 'I have no birthdays on record, so I cannot tell.' });
        const result = await sam.say(VAGUE);
        expect(result.agents).toEqual(['contactAgent']);
        expect(mock.getRequests().map(({ body }) => body?.model)).toEqual([ROUTER_MODEL, AGENT_MODEL]);
        expect(result.reply.text).toContain('no birthdays');
      });

      it('makes several calls at once, and each is done once', async ({ mock, sam, routesTo, names }) => {
        routesTo('contactAgent');
        mock.on({ model: AGENT_MODEL, hasToolResult: false }, creating('Di Holm', 'Ed Brandt'));
        mock.on({ model: AGENT_MODEL, hasToolResult: true }, { content: 'Both are there.' });
        const result = await sam.say(WELCOME);
        expect(result.changes).toHaveLength(2);
        expect(await names()).toEqual(['Ada Quist', 'Bo Novak', 'Cy Weber', 'Di Holm', 'Ed Brandt']);
      });
    });

    describe('that is not to be relied on', () => {
      it('repeats no figure that no tool gave', async ({ mock, sam, routesTo }) => {
        routesTo('contactAgent');
        mock.on(
          { model: AGENT_MODEL, hasToolResult: false },
          { toolCalls: [{ name: 'get_contact', arguments: '{"contact":"Nobody Here"}' }] },
        );
        mock.on(
          { model: AGENT_MODEL, hasToolResult: true },
          { content: 'Nobody Here has 47 open deals worth $1,234,567.' },
        );
        const result = await sam.say('Show me contact Nobody Here');
        expect(result.reply.text).not.toContain('47');
        expect(result.reply.text).toContain('no contact called');
      });

      it('claims no change that was not made', async ({ mock, sam, names }) => {
        mock.on({ model: AGENT_MODEL }, { content: 'Done! I have deleted Ada Quist.' });
        const result = await sam.say('Delete contact Ada Quist');
        expect(result.changes).toEqual([]);
        expect(result.reply.text).not.toMatch(/deleted Ada/);
        isUnchanged(await names());
      });

      it('is stopped when it repeats itself', async ({ mock, sam, routesTo }) => {
        routesTo('contactAgent');
        mock.on(
          { model: AGENT_MODEL },
          { toolCalls: [{ name: 'get_contact', arguments: '{"contact":"Nobody"}' }] },
        );
        const result = await sam.say('Show me contact Nobody');
        expect(result.modelCalls).toBeLessThanOrEqual(5);
        expect(result.reply.text).toMatch(/repeated itself/);
      });

      it('is told of a call whose arguments are no JSON', async ({ mock, standIn, sam }) => {
        if (!driver.garbledCall) return;
        standIn.next(driver.garbledCall('search_contacts'));
        mock.on({ model: AGENT_MODEL }, counting);
        const result = await sam.say(COUNT);
        expect(result.reply.text).toContain('3 contacts');
        const told = JSON.stringify(mock.getLastRequest()?.body);
        expect(told).toMatch(/not a valid JSON object|could not be used/);
      });

      it('makes no call of an answer that was cut off', async ({ mock, standIn, sam, routesTo, names }) => {
        routesTo('contactAgent');
        standIn.next(
          driver.says('{"agents":["contactAgent"]}', 'whole'),
          driver.calls('create_contact', { name: 'Di Ho' }, 'cut'),
        );
        mock.on({ model: AGENT_MODEL, hasToolResult: true }, creating('Di Holm'));
        await sam.say(WELCOME);
        expect(await names()).toEqual(['Ada Quist', 'Bo Novak', 'Cy Weber', 'Di Holm']);
      });

      it('has its words shown as cut off where they are', async ({ standIn, sam }) => {
        standIn.next(
          driver.says('{"agents":["contactAgent"]}', 'whole'),
          driver.says('There are many who', 'cut'),
        );
        const result = await sam.say(VAGUE);
        expect(result.reply.text).toMatch(/^There are many who …/);
        expect(result.reply.text).toContain('cut off');
      });

      it('is asked once more when it answers nothing', async ({ mock, standIn, sam }) => {
        standIn.next(driver.nothing);
        mock.on({ systemMessage: 'You answered nothing', model: AGENT_MODEL }, counting);
        const result = await sam.say(COUNT);
        expect(result.reply.text).toContain('3 contacts');
        expect(result.modelCalls).toBe(2);
      });

      it('says so when its vendor withholds the answer', async ({ standIn, sam, vendor }) => {
        if (!driver.blocked) return;
        standIn.next(driver.says('{"agents":["contactAgent"]}', 'whole'), driver.blocked);
        const result = await sam.say(VAGUE);
        expect(result.reply.text).toMatch(/^The language model declines to answer that\./);
        expect(standIn.taken).toBe(2);
        expect(vendor.health().isHealthy).toBe(true);
      });
    });

    describe('whose provider fails', () => {
      it('leaves the work to the built-in engine, and says so', async ({ mock, sam, vendor }) => {
        expect(vendor.health()).toEqual({ isHealthy: true });
        mock.on({ userMessage: /.*/ }, { error: { message: 'The model is overloaded.' }, status: 503 });
        const result = await sam.say(COUNT);
        expect(result.reply.text).toContain('3 contacts');
        expect(
          sam.events.some((event) => event.type === 'status' && event.text.includes('built-in engine')),
        ).toBe(true);
        expect(vendor.health()).toMatchObject({ isHealthy: false, error: 'unavailable' });
        mock.clearFixtures();
        mock.on({ userMessage: /.*/ }, counting);
        await sam.say(COUNT);
        expect(vendor.health()).toEqual({ isHealthy: true, lastCallAt: expect.any(String) });
      });

      it('is called once more after a moment', async ({ mock, standIn, sam }) => {
        standIn.next(driver.failure(500));
        mock.on({ model: AGENT_MODEL }, counting);
        expect((await sam.say(COUNT)).modelCalls).toBe(1);
        standIn.next(driver.busy(1));
        expect((await sam.say(COUNT)).modelCalls).toBe(1);
        standIn.nextBreaksOff(driver.says('There are quite a few of them', 'whole'));
        expect((await sam.say(COUNT)).reply.text).toContain('3 contacts');
        standIn.next({ ...driver.says('x', 'whole'), body: '{"candidates": [{"cont' });
        expect((await sam.say(COUNT)).reply.text).toContain('3 contacts');
        expect(standIn.taken).toBe(4);
        expect(mock.getRequests()).toHaveLength(4);
      });

      it('is not waited for when it wants to be left alone for long', async ({ standIn, sam, vendor }) => {
        if (!driver.saysWhenToTryAgain) return;
        standIn.next(driver.says('{"agents":["contactAgent"]}', 'whole'), driver.busy(30));
        const result = await sam.say(VAGUE);
        expect(result.reply.text).toContain('takes no more requests at the moment. Try again in 30 seconds.');
        expect(standIn.taken).toBe(2);
        expect(vendor.health().error).toBe('rate_limited');
      });

      it('is given up on when it is silent, and its call ended', async ({ db, home, standIn, vendor }) => {
        standIn.nextIsSilent();
        const hasty = await aTalker(db, home.scope, vendor, { ...TIME_LIMITS, modelMs: 250 });
        const result = await hasty.say(COUNT);
        await hasty.close();
        expect(result.reply.text).toContain('3 contacts');
        await vi.waitFor(() => expect(standIn.abandoned).toBe(1));
        await vi.waitFor(() => expect(vendor.health().error).toBe('timeout'));
      });

      it('writes nothing twice when it fails after a write', async ({
        mock,
        standIn,
        sam,
        routesTo,
        names,
      }) => {
        routesTo('contactAgent');
        mock.on({ model: AGENT_MODEL, hasToolResult: false }, creating('Di Holm'));
        mock.on(
          { model: AGENT_MODEL, hasToolResult: true },
          { error: { message: 'The model is overloaded.' }, status: 503 },
        );
        const result = await sam.say(WELCOME);
        expect(result.reply.text).toContain('Di Holm');
        expect(result.reply.text).toMatch(/could not finish this.*What is listed above was done/s);
        expect(result.changes).toHaveLength(1);
        expect(await names()).toEqual(['Ada Quist', 'Bo Novak', 'Cy Weber', 'Di Holm']);
        expect(standIn.taken).toBe(0);
      });
    });
  });
}
