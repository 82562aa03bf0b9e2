import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Answer, ChannelDriver, Person, Speaker } from '../support/channel-drivers/channel-driver.ts';
import { aCompany, aContact, type TestDatabase, type TestWorkspace } from '../support/test-crm.ts';

/** A running product, and one channel of it. */
export interface ChannelHome extends Pick<TestDatabase, 'crm'> {
  home: TestWorkspace;
  driver: ChannelDriver;
}

const ANSWER_MS = 30_000;
const LONGEST = 20_000;

/** What every channel does, whatever its transport. */
export function channelContract(name: string, open: () => Promise<ChannelHome>): void {
  // a surname as people write it
  const surname = name.charAt(0).toUpperCase() + name.slice(1);
  describe(`the ${name} channel`, () => {
    let at: ChannelHome;
    const opened: Speaker[] = [];
    let count = 0;

    beforeAll(async () => {
      at = await open();
      await aCompany(at.crm, at.home.scope, { name: `Fjordworks ${name}` });
    });
    afterAll(async () => {
      await Promise.all(opened.map((speaker) => speaker.close()));
      await at?.driver.stop();
    });

    const person = (): Promise<Person> => at.home.member(`P${++count}${name} Doe`);
    const speaker = async (who?: Person): Promise<Speaker> => {
      const one = await at.driver.open(who ?? (await person()));
      opened.push(one);
      return one;
    };
    const answersOf = (one: Speaker, many: number): Promise<Answer[]> =>
      vi.waitFor(
        () => {
          const answers = one.answers();
          expect(answers.length).toBeGreaterThanOrEqual(many);
          return answers;
        },
        { timeout: ANSWER_MS, interval: 25 },
      );
    /** The words and cards of the next answer. */
    const ask = async (one: Speaker, text: string): Promise<string> => {
      const before = one.answers().length;
      await one.say(text);
      return (await answersOf(one, before + 1))
        .slice(before)
        .map((answer) => answer.drawn)
        .join('\n');
    };
    const contactsNamed = async (text: string) =>
      (await at.crm.records(Contact).find(at.home.system, { search: text })).records;
    /** Asks for a deletion and comes back with the proposal. */
    const proposed = async (one: Speaker, title: string) => {
      const contact = await aContact(at.crm, at.home.scope, { name: title });
      const before = one.answers().length;
      await one.say(`Delete the contact ${title}`);
      const approval = await vi.waitFor(
        async () => {
          const found = await at.crm.records(Approval).find(at.home.system, { limit: 200 });
          const own = found.records.find((record) => record.recordIds.includes(contact.id));
          if (!own) throw new Error('no proposal yet');
          return own;
        },
        { timeout: ANSWER_MS },
      );
      await answersOf(one, before + 1);
      // a channel may draw words and card as messages of their own
      await vi.waitFor(async () => {
        const said = [{ field: 'text', op: 'eq' as const, value: `Delete the contact ${title}` }];
        const asked = await at.crm.records(ChatMessage).find(at.home.system, { where: said });
        expect(asked.records.map(({ status }) => status)).toEqual(['done']);
      }, ANSWER_MS);
      const statusNow = async () => (await at.crm.records(Approval).get(at.home.system, approval.id)).status;
      return { approval, statusNow };
    };
    const drawnOf = (one: Speaker) =>
      one
        .answers()
        .map((answer) => answer.drawn)
        .join('\n');

    it('acknowledges a message and answers it', async () => {
      expect(await ask(await speaker(), `Add Ida ${surname}one from Acme`)).toContain(`Ida ${surname}one`);
      expect(await contactsNamed(`Ida ${surname}one`)).toHaveLength(1);
    });

    it('takes a message that is delivered again once', async () => {
      const one = await speaker();
      await one.say(`Add Ivo ${surname}twice from Acme`, 3);
      await answersOf(one, 1);
      expect(await ask(one, 'How many contacts do we have?')).toMatch(/\d/);
      expect(one.answers()).toHaveLength(2);
      expect(await contactsNamed(`Ivo ${surname}twice`)).toHaveLength(1);
    });

    it('answers the messages of a conversation in order', async () => {
      const one = await speaker();
      const names = ['Ann', 'Ben', 'Cat'].map((first) => `${first} ${surname}row`);
      for (const added of names) await one.say(`Add ${added}`);
      const answers = await answersOf(one, names.length);
      expect(answers.map(({ drawn }) => names.find((added) => drawn.includes(added)))).toEqual(names);
    });

    it.each([
      ['record', (tag: string) => `Add Rita ${tag} from Acme, rita@acme.example`, ['rita@acme.example']],
      ['table', () => 'List all companies', ['Name', 'Fjordworks']],
      ['brief', (tag: string) => `Brief me on Fjordworks ${tag}`, ['Fjordworks']],
      ['approval', () => 'Delete the contact Tove Table', ['Delete', 'Tove Table']],
    ])('shows a %s card, with words for where it cannot be drawn', async (_type, request, words) => {
      if ((await contactsNamed('Tove Table')).length === 0)
        await aContact(at.crm, at.home.scope, { name: 'Tove Table' });
      const one = await speaker();
      await one.say(request(name));
      const [answer] = await answersOf(one, 1);
      const drawn = await vi.waitFor(() => {
        for (const word of words) expect(drawnOf(one)).toContain(word);
        return drawnOf(one);
      }, 5_000);
      expect(drawn).not.toMatch(/\[object|undefined/);
      expect(answer?.text.trim()).not.toBe('');
    });

    it('lets a proposal be approved, and does it then', async () => {
      const one = await speaker();
      const { approval, statusNow } = await proposed(one, `Olga ${name}approved`);
      expect(await contactsNamed(`Olga ${name}approved`)).toHaveLength(1);
      await one.decide(approval, 'approve');
      await vi.waitFor(async () => expect(await statusNow()).toBe('executed'), ANSWER_MS);
      expect(await contactsNamed(`Olga ${name}approved`)).toEqual([]);
      await vi.waitFor(() => expect(drawnOf(one)).toMatch(/Deleted/), ANSWER_MS);
    });

    it('lets a proposal be rejected, and does nothing of it', async () => {
      const one = await speaker();
      const { approval, statusNow } = await proposed(one, `Olga ${name}rejected`);
      await one.decide(approval, 'reject');
      await vi.waitFor(async () => expect(await statusNow()).toBe('rejected'), ANSWER_MS);
      await vi.waitFor(() => expect(drawnOf(one)).toMatch(/Nothing was changed/), ANSWER_MS);
      expect(await contactsNamed(`Olga ${name}rejected`)).toHaveLength(1);
    });

    it('does not let a proposal be decided twice', async () => {
      const one = await speaker();
      const { approval, statusNow } = await proposed(one, `Olga ${name}once`);
      await one.decide(approval, 'reject');
      await vi.waitFor(() => expect(drawnOf(one)).toMatch(/Nothing was changed/), ANSWER_MS);
      const before = one.answers().length;
      await one.decide(approval, 'approve');
      const [refusal] = (await answersOf(one, before + 1)).slice(before);
      expect(refusal?.text).toMatch(/already|Nothing waits/);
      expect(await statusNow()).toBe('rejected');
      expect(await contactsNamed(`Olga ${name}once`)).toHaveLength(1);
    });

    it('does not let somebody decide who has no right to', async () => {
      const { approval, statusNow } = await proposed(await speaker(), `Olga ${name}alone`);
      const other = await speaker();
      await other.decide(approval, 'approve');
      const [refusal] = await answersOf(other, 1);
      expect(refusal?.text).toMatch(/Only the person who asked for this, or an admin|Nothing waits/);
      expect(await statusNow()).toBe('pending');
      expect(await contactsNamed(`Olga ${name}alone`)).toHaveLength(1);
    });

    it('answers a request for something else than the proposal, and says what becomes of it', async () => {
      const one = await speaker();
      const { statusNow } = await proposed(one, `Olga ${name}changed`);
      expect(await ask(one, 'How many companies do we have?')).toMatch(/Still waiting for your decision/);
      expect(await statusNow()).toBe('pending');
      const again = await proposed(one, `Olga ${name}changedtoo`);
      expect(await ask(one, 'approve, but only the first one')).toMatch(/Still waiting for your decision/);
      expect(await again.statusNow()).toBe('pending');
      expect(await contactsNamed(`Olga ${name}changedtoo`)).toHaveLength(1);
      expect(await statusNow()).toBe('pending');
    });

    it('answers the longest text, and refuses a longer one with the number', async () => {
      const one = await speaker();
      const longest = 'delete the big contact and '.repeat(LONGEST).slice(0, LONGEST);
      expect(await ask(one, longest)).not.toMatch(/went wrong/);
      expect(await ask(one, `${longest}x`)).toMatch(/20,000/);
    });

    it('says what is wrong with an empty text', async () => {
      expect(await ask(await speaker(), '   ')).toMatch(/empty/);
    });

    it('lets nothing out that could harm the reader', async () => {
      const one = await speaker();
      const hostile =
        'Add Eve <!channel> <@U1> ![x](https://evil.example/p.png) [pay](javascript:alert(1)) <script>alert(1)</script> \u001b[31mred\u001b[0m, eve@evil.example';
      await ask(one, hostile);
      await ask(one, 'List all contacts');
      expect(one.answers().flatMap((answer) => at.driver.dangers(answer))).toEqual([]);
    });

    it('refuses somebody whom it does not know, telling what to do', async () => {
      const count = () => at.crm.records(Contact).count(at.home.system);
      const before = await count();
      const stranger = await at.driver.stranger('Add Mallory Unknown');
      opened.push(stranger);
      const [refusal] = await answersOf(stranger, 1);
      expect(refusal?.text).toMatch(/sign in|do not know you/i);
      expect(await count()).toBe(before);
    });

    it('brings an answer, and does a thing once, when its delivery fails at first', async () => {
      const one = await speaker();
      await at.driver.sayWhileBroken(one, `Add Ike ${surname}broken`);
      const answers = await answersOf(one, 1);
      expect(answers[0]?.drawn).toContain(`Ike ${surname}broken`);
      expect(await ask(one, 'How many companies do we have?')).toMatch(/\d/);
      expect(one.answers()).toHaveLength(2);
      expect(await contactsNamed(`Ike ${surname}broken`)).toHaveLength(1);
    });
  });
}
