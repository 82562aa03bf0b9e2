import { describe, expect, it } from 'vitest';
import type { LanguageContext } from '../language-context.ts';
import { aFocus, fixtureId } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const TITLES = ['Contoso rollout', 'Fabrikam renewal', 'Litware pilot'];
/** Mia's open deals were shown. */
const DEALS: Partial<LanguageContext> = {
  lastList: {
    entity: 'opportunity',
    where: [
      { field: 'status', op: 'eq', value: 'open' },
      { field: 'owner', op: 'eq', value: fixtureId('user', 'Mia Schulz') },
    ],
    ids: TITLES.map((title) => fixtureId('opportunity', title)),
  },
};
/** What was won in March was shown. */
const WON: Partial<LanguageContext> = {
  lastList: {
    entity: 'opportunity',
    where: [
      { field: 'closed', op: 'gte', value: '2026-03-01T00:00:00+01:00' },
      { field: 'closed', op: 'lt', value: '2026-04-01T00:00:00+02:00' },
      { field: 'status', op: 'eq', value: 'won' },
    ],
  },
};
const MIAS = 'dealAgent search_deals: status eq open & owner eq @Mia Schulz';

const SENTENCES: ReadonlyArray<[said: string, command: string]> = [
  ['and for Carlos?', 'dealAgent search_deals: status eq open & owner eq @Carlos Vega'],
  ['what about carlos', 'dealAgent search_deals: status eq open & owner eq @Carlos Vega'],
  ['only those over 20k', `${MIAS} & amount gt 20000`],
  ['any of those without a task?', `${MIAS} & tasks is_empty`],
  ['not the ones in proposal', `${MIAS} & stage ne Proposal`],
  ['the won ones', 'dealAgent search_deals: owner eq @Mia Schulz & status eq won'],
  ['sort by amount', `${MIAS}; sort=-amount`],
  ['biggest first please', `${MIAS}; sort=-amount`],
  ['in alphabetical order', `${MIAS}; sort=title`],
  ['how many is that', `${MIAS}; countOnly=true`],
  ["what's the total?", `${MIAS}; countOnly=true; sumOf=amount`],
  ['and on average?', `${MIAS}; averageOf=amount`],
  ['show the rest', `${MIAS}; page=2`],
  ['next page', `${MIAS}; page=2`],
  ['the second one', 'dealAgent get_deal: deal=@Fabrikam renewal'],
  ['open the first', 'dealAgent get_deal: deal=@Contoso rollout'],
  ['show me the last one', 'dealAgent get_deal: deal=@Litware pilot'],
  [
    'when was the second one last contacted',
    'dealAgent get_deal: deal=@Fabrikam renewal; fields=[lastActivity]',
  ],
  ['what is the amount of the second one', 'dealAgent get_deal: deal=@Fabrikam renewal; fields=[amount]'],
  ['when does the last one close', 'dealAgent get_deal: deal=@Litware pilot; fields=[expectedClose]'],
  ['who owns number 3', 'dealAgent get_deal: deal=@Litware pilot; fields=[owner]'],
  ['group them by owner', `${MIAS}; groupBy=owner`],
  ['break that down by stage', `${MIAS}; groupBy=stage`],
  ['just the names', `${MIAS}; columns=[title]`],
  ['show amount and next step too', `${MIAS}; columns=[+amount, +nextStep]`],
];

describe('follow-ups to a list', () => {
  it.each(SENTENCES)('reads “%s”', async (said, command) => {
    expect(await understood(said, DEALS)).toBe(command);
  });

  it('moves the time of the list, on the date that it was about', async () => {
    expect(await understood('what about last quarter', WON)).toBe(
      'dealAgent search_deals: status eq won & closed gte 2025-10-01T00:00:00+02:00 & closed lt 2026-01-01T00:00:00+01:00',
    );
  });

  it('turns back and on from the page that was shown', async () => {
    const second = { lastList: { entity: 'opportunity', page: 2 } };
    expect(await understood('next page', second)).toBe('dealAgent search_deals: page=3');
    expect(await understood('previous page', second)).toBe('dealAgent search_deals: page=1');
  });

  it('leaves orders and new questions alone', async () => {
    expect(await understood('contacts in Berlin', DEALS)).toBe(
      'contactAgent search_contacts: city eq Berlin',
    );
    expect(await understood('open tasks', DEALS)).toBe('taskAgent search_tasks: status eq open');
    expect(await understood('delete them', DEALS)).toBe(
      'dealAgent delete_deals: status eq open & owner eq @Mia Schulz',
    );
  });

  it('has nothing to go on from without a list', async () => {
    expect(await understood('show the rest')).toBe('unclear');
    expect(await understood('group them by owner')).toBe('unclear');
  });
});

describe('a second part of the same question', () => {
  it.each([
    [
      'how many deals did we win last quarter, and what were they worth',
      'dealAgent search_deals: closed gte 2025-10-01T00:00:00+02:00 & closed lt 2026-01-01T00:00:00+01:00 & status eq won; countOnly=true; sumOf=amount',
    ],
    [
      'what did we lose last month and why',
      'dealAgent search_deals: closed gte 2026-02-01T00:00:00+01:00 & closed lt 2026-03-01T00:00:00+01:00 & status eq lost; columns=[+lossReason]',
    ],
    ['show open deals and group them by owner', 'dealAgent search_deals: status eq open; groupBy=owner'],
    [
      'contacts in berlin, just names and emails',
      'contactAgent search_contacts: city eq Berlin; columns=[name, email]',
    ],
    [
      'how many tasks are open and how many of those are overdue',
      'taskAgent search_tasks: status eq open; countOnly=true\ntaskAgent search_tasks: status eq open & due lt now & status ne completed; countOnly=true',
    ],
  ])('reads “%s”', async (said, commands) => {
    expect(await understood(said)).toBe(commands);
  });
});

/** Two companies in Berlin were shown, and nothing since. */
const COMPANIES: Partial<LanguageContext> = {
  focus: [aFocus('company', 'Contoso'), aFocus('company', 'Globex')],
  lastList: {
    entity: 'company',
    where: [{ field: 'city', op: 'eq', value: 'Berlin' }],
    ids: [fixtureId('company', 'Contoso'), fixtureId('company', 'Globex')],
  },
};

describe('what belongs to the records of a list', () => {
  it.each([
    [
      'contacts there without a phone',
      'contactAgent search_contacts: company is_set {city eq Berlin} & phone is_empty',
    ],
    ['show contacts of those companies', 'contactAgent search_contacts: company is_set {city eq Berlin}'],
    ['show me their contacts', 'contactAgent search_contacts: company is_set {city eq Berlin}'],
    ['open deals with them', 'dealAgent search_deals: status eq open & company is_set {city eq Berlin}'],
    ['are there contacts without email', 'contactAgent search_contacts: email is_empty'],
  ])('reads “%s”', async (said, command) => {
    expect(await understood(said, COMPANIES)).toBe(command);
  });

  it('is not taken for one record of it, nor for all there are', async () => {
    const noList: Partial<LanguageContext> = { focus: [aFocus('company', 'Contoso')] };
    expect(await understood('show me their contacts', noList)).toBe(
      'contactAgent search_contacts: company eq @Contoso',
    );
    expect(await understood('contacts there without a phone')).toBe('unclear');
  });
});

describe('follow-ups to a table and to a count', () => {
  const ranking = {
    lastList: {
      entity: 'opportunity',
      where: [{ field: 'status', op: 'eq', value: 'won' }],
      sort: '-count',
      groupBy: 'owner',
    },
  };

  it('asks for the same table of another time', async () => {
    expect(await understood('and last month?', ranking)).toBe(
      'dealAgent search_deals: status eq won & closed gte 2026-02-01T00:00:00+01:00 & closed lt 2026-03-01T00:00:00+01:00; sort=-count; groupBy=owner',
    );
  });

  it('counts another kind of record', async () => {
    const counted = { lastList: { entity: 'opportunity', countOnly: true } };
    expect(await understood('and contacts?', counted)).toBe('contactAgent search_contacts: countOnly=true');
  });

  it('leaves out what is several things at once by any of them', async () => {
    const tasks = { lastList: { entity: 'task', where: [{ field: 'assignee', op: 'eq', value: 'me' }] } };
    expect(await understood('without the overdue ones', tasks)).toBe(
      'taskAgent search_tasks: assignee eq me; (due gte now) or (status eq completed)',
    );
  });
});
