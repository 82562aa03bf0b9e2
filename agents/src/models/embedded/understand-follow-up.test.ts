import { describe, expect, it } from 'vitest';
import type { LanguageContext } from './language-context.ts';
import { fixtureId } from './testing/fixture-context.ts';
import { understood } from './testing/render-command.ts';

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
  ['show me the last one', 'dealAgent get_deal: deal=@Litware pilot'],
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
