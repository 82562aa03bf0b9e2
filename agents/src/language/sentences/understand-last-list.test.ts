import { describe, expect, it } from 'vitest';
import { catalogue } from '../../registry.ts';
import type { LanguageContext, NameMatch } from '../language-context.ts';
import { aContext, aFocus, fixtureId } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';
import { understand } from '../understand.ts';

/** A conversation that has just shown these records. */
function shown(entity: NameMatch['entity'], ...titles: string[]): Partial<LanguageContext> {
  return {
    lastList: {
      entity,
      where: [{ field: 'created', op: 'gte', value: 'now-30d' }],
      ids: titles.map((title) => fixtureId(entity, title)),
    },
    focus: titles.map((title) => aFocus(entity, title)),
  };
}

const DEALS = shown('opportunity', 'Contoso rollout', 'Fabrikam renewal', 'Litware pilot', 'Wingtip upgrade');
const TASKS = shown('task', 'Call Jane Doe', 'Send Contoso quote', 'Call Bob Tanaka');
const PEOPLE = shown('contact', 'Jane Doe', 'Bob Tanaka', 'Priya Raman');

describe('places in the last list', () => {
  it.each([
    [DEALS, 'move the second one to Proposal', 'dealAgent move_deal: deal=@Fabrikam renewal; stage=Proposal'],
    [DEALS, 'delete the last one', 'dealAgent delete_deals: deal=@Wingtip upgrade'],
    [DEALS, 'delete the 2nd one', 'dealAgent delete_deals: deal=@Fabrikam renewal'],
    [
      DEALS,
      'assign the first three to Mia',
      'dealAgent update_deals: id in [@Contoso rollout, @Fabrikam renewal, @Litware pilot]; set={owner: @Mia Schulz}',
    ],
    [
      DEALS,
      'tag the first and the last one as hot',
      'dealAgent update_deals: id in [@Contoso rollout, @Wingtip upgrade]; addTags=[hot]',
    ],
    [DEALS, 'mark the third deal as lost', 'dealAgent close_deal: deal=@Litware pilot; outcome=lost'],
    [TASKS, 'mark the first one as done', 'taskAgent complete_tasks: task=@Call Jane Doe'],
    [
      TASKS,
      'mark the last 2 tasks as done',
      'taskAgent complete_tasks: id in [@Send Contoso quote, @Call Bob Tanaka]',
    ],
    [
      TASKS,
      'rename number 3 to Ring Bob',
      'taskAgent update_tasks: task=@Call Bob Tanaka; set={title: Ring Bob}',
    ],
    [
      PEOPLE,
      "change the second one's phone to 12345",
      'contactAgent update_contacts: contact=@Bob Tanaka; set={phone: 12345}',
    ],
    [
      PEOPLE,
      'remind me to call the second one on Friday',
      'taskAgent create_task: title=Call Bob Tanaka; contact=@Bob Tanaka; due=2026-03-13T09:00:00+01:00; type=call; remind=2026-03-13T09:00:00+01:00',
    ],
    [
      PEOPLE,
      'log a call with the third one: liked it',
      'contactAgent log_activity: type=call; contact=@Priya Raman; subject=liked it',
    ],
  ])('reads “%2$s” as the very record that was shown', async (over, said, expected) => {
    expect(await understood(said, over)).toBe(expected);
  });

  it.each([
    [{}, 'delete the first one'],
    [PEOPLE, 'delete the seventh one'],
    [PEOPLE, 'assign the first four to Mia'],
  ])('changes nothing when nothing stands in that place', async (over, said) => {
    expect(await understood(said, over)).toBe('unclear');
  });

  it('leaves a day of the month a day', async () => {
    expect(await understood('remind me to call Bob on the 2nd', PEOPLE)).toContain('due=2026-04-02');
  });
});

describe('those and them', () => {
  const focus = [
    aFocus('contact', 'Jane Doe'),
    aFocus('opportunity', 'Litware pilot'),
    aFocus('task', 'Call Jane Doe'),
  ];

  it.each([
    'tag those as stale',
    'tag them as stale',
    'assign those tasks to Mia',
    'mark them as done',
    'complete these tasks',
    'move those to Proposal',
    'close those deals as lost',
    'delay those by a week',
    'log a call with them: fine',
    'enrich them',
  ])('never takes one record of the conversation, nor all, for “%s”', async (said) => {
    expect(await understood(said, { focus })).not.toMatch(
      /update_|delete_|complete_|move_|close_|log_|enrich_/,
    );
  });

  it('says so when the last list was of another kind', async () => {
    const found = await understand('tag those as stale', aContext(TASKS), catalogue);
    expect(found).toMatchObject({ reply: expect.stringContaining('the last list was of tasks') });
  });

  it('still means the record that the same message makes', async () => {
    expect(await understood('create a company Foo and add a contact Bar Baz for them')).toContain(
      'company=Foo (after)',
    );
  });
});
