import { describe, expect, it } from 'vitest';
import { aFocus, fixtureId } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const DEALS = ['Contoso rollout', 'Fabrikam renewal', 'Litware pilot'];
const TASKS = ['Call Jane Doe', 'Send Contoso quote', 'Prepare Fabrikam slides'];
const list = (
  entity: 'opportunity' | 'task',
  titles: readonly string[],
  touched: readonly string[] = [],
) => ({
  focus: titles.map((title) => aFocus(entity, title)),
  lastList: {
    entity,
    limit: 20,
    ids: titles.map((title) => fixtureId(entity, title)),
    touched: touched.map((title) => fixtureId(entity, title)),
  },
});

/** Of a list of deals, of which the second has been changed since. */
const OF_DEALS: ReadonlyArray<[said: string, command: string]> = [
  ['the renewal one', 'dealAgent get_deal: deal=@Fabrikam renewal'],
  ['open the fabrikam one', 'dealAgent get_deal: deal=@Fabrikam renewal'],
  ['move the renewal one to Negotiation', 'dealAgent move_deal: deal=@Fabrikam renewal; stage=Negotiation'],
  [
    'assign the rest to Mia',
    'dealAgent update_deals: id in [@Contoso rollout, @Litware pilot]; set={owner: @Mia Schulz}',
  ],
  ['delete the others', 'dealAgent delete_deals: id in [@Contoso rollout, @Litware pilot]'],
  ['the rest', 'dealAgent search_deals: limit=20; page=2'],
  ['WHERE ARE THE REST???', 'dealAgent search_deals: limit=20; page=2'],
  ['show all 46', 'dealAgent search_deals: limit=200'],
  ['as a table with close dates', 'dealAgent search_deals: limit=20; columns=[+expectedClose]'],
];
const OF_TASKS: ReadonlyArray<[said: string, command: string]> = [
  ['the second is done', 'taskAgent complete_tasks: task=@Send Contoso quote'],
  ['the third one is finished', 'taskAgent complete_tasks: task=@Prepare Fabrikam slides'],
  [
    'move the rest to Monday',
    'taskAgent update_tasks: id in [@Call Jane Doe, @Send Contoso quote, @Prepare Fabrikam slides]; set={due: 2026-03-16T09:00:00+01:00}',
  ],
];

describe('what was listed', () => {
  it.each(OF_DEALS)('of deals: “%s”', async (said, command) => {
    expect(await understood(said, list('opportunity', DEALS, ['Fabrikam renewal']))).toBe(command);
  });

  it.each(OF_TASKS)('of tasks: “%s”', async (said, command) => {
    expect(await understood(said, list('task', TASKS))).toBe(command);
  });

  it('never takes another place than was said', async () => {
    for (const said of ['second done', 'second is finished'])
      expect(await understood(said, list('task', TASKS))).not.toContain('@Call Jane Doe');
  });
});
