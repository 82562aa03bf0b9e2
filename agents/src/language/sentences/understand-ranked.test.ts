import { describe, expect, it } from 'vitest';
import type { LanguageContext } from '../language-context.ts';
import { aFocus, fixtureId } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const DEALS = ['Contoso rollout', 'Fabrikam renewal', 'Litware pilot'];

/** The deals in the order in which they stand above, whichever order it is. */
const look = {
  peopleAt: async () => [],
  countByOwner: async () => [],
  ownerOf: async () => undefined,
  ranked: async (entity: string, _filter: unknown, sort: string, place: number) => {
    const order = sort.startsWith('-') ? DEALS : DEALS.toReversed();
    const title = order[place - 1];
    return title === undefined ? undefined : { id: fixtureId(entity as 'opportunity', title), title };
  },
  mostUrgentTasks: async () => [],
} satisfies LanguageContext['look'];

const listed = (count: number) => ({
  look,
  focus: DEALS.slice(0, count).map((title) => aFocus('opportunity', title)),
  lastList: {
    entity: 'opportunity',
    where: [{ field: 'status', op: 'eq', value: 'open' }],
    ids: DEALS.slice(0, count).map((title) => fixtureId('opportunity', title)),
  },
});

describe('a record of the list by its rank', () => {
  it.each([
    ['the biggest one', 'get_deal: deal=@Contoso rollout'],
    ['move the smallest one to Negotiation', 'move_deal: deal=@Litware pilot; stage=Negotiation'],
    ['and the second biggest?', 'get_deal: deal=@Fabrikam renewal'],
    ['assign the newest of them to Mia', 'update_deals: deal=@Contoso rollout; set={owner: @Mia Schulz}'],
  ])('“%s”', async (said, command) => {
    expect(await understood(said, listed(3))).toBe(`dealAgent ${command}`);
  });

  it.each([
    ['the bigger one', 'get_deal: deal=@Contoso rollout'],
    ['smaller one goes to Negotiation', 'move_deal: stage=Negotiation; deal=@Litware pilot'],
  ])('“%s” is of two', async (said, command) => {
    expect(await understood(said, listed(2))).toBe(`dealAgent ${command}`);
    expect(await understood(said, listed(3))).not.toContain('@');
  });

  it('nothing is asked anew with a word that only compares', async () => {
    expect(await understood('biggest deals closing in May', listed(3))).toMatch(/^dealAgent search_deals: /);
    expect(await understood('delete the smallest one closing in May', listed(3))).not.toContain('delete_');
  });

  it('two that share a place are not chosen between', async () => {
    const tie = { ...listed(2), look: { ...look, ranked: async () => undefined } };
    expect(await understood('delete the bigger one', tie)).not.toContain('@');
  });
});

describe('a table', () => {
  const table = {
    lastList: {
      entity: 'opportunity',
      where: [{ field: 'status', op: 'eq', value: 'open' }],
      groupBy: 'owner',
    },
  };

  it.each([
    ['only those above 20k', 'amount gt 20000; groupBy=owner'],
    ['just what closes this year', /^expectedClose gte .* & expectedClose lt .*; groupBy=owner$/],
    ['which of them are above 20k?', 'amount gt 20000'],
  ])('is narrowed by “%s”', async (said, condition) => {
    const command = await understood(said, table);
    const [lead, narrowed = ''] = command.split('status eq open & ');
    expect(lead).toBe('dealAgent search_deals: ');
    expect(narrowed).toEqual(condition instanceof RegExp ? expect.stringMatching(condition) : condition);
  });
});
