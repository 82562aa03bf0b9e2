import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

const OVERDUE = 'taskAgent search_tasks: assignee eq @Akira Mori & due lt now & status ne completed';
const NOT_SPOKEN =
  'contactAgent search_contacts: (lastContacted lt now-14d) or (lastContacted is_empty); text=Jane Doe gte 1';
const CALL_JANE =
  'taskAgent create_task: title=Call Jane Doe; contact=@Jane Doe; due=2026-03-11T09:00:00+01:00; type=call; remind=2026-03-11T09:00:00+01:00';

/** What an order hangs on, where that stands, and what its words stand for. */
const SENTENCES: ReadonlyArray<[said: string, ...lines: string[]]> = [
  [
    'If the Contoso rollout is still open, remind me to call Jane Doe tomorrow',
    'if dealAgent get_deal: deal=@Contoso rollout; fields=[status]; equals=open',
    `then ${CALL_JANE}`,
  ],
  [
    'remind me to call Jane Doe tomorrow if akira has any overdue tasks',
    `if ${OVERDUE} gte 1`,
    `then ${CALL_JANE}`,
  ],
  [
    'can you check if akira has more than 3 overdue tasks? If so, reassign all of their overdue tasks to Carlos. Otherwise mark the Fabrikam renewal as won',
    `if ${OVERDUE} gte 4`,
    'then taskAgent update_tasks: assignee eq @Akira Mori & due lt now & status ne completed; set={assignee: @Carlos Vega}',
    'otherwise dealAgent close_deal: deal=@Fabrikam renewal; outcome=won',
  ],
  [
    'check whether akira has any overdue tasks and if so reassign them to Carlos',
    `if ${OVERDUE} gte 1`,
    'then taskAgent update_tasks: assignee eq @Akira Mori & due lt now & status ne completed; set={assignee: @Carlos Vega}',
  ],
  [
    "Check whether akira has overdue tasks. If he does, complete them and send him an email titled 'Done' saying 'they are done'",
    `if ${OVERDUE} gte 1`,
    'then taskAgent complete_tasks: assignee eq @Akira Mori & due lt now & status ne completed',
    'then emailAgent send_mail: body=they are done; subject=Done; to=akira',
  ],
  [
    "If akira has any overdue tasks, reassign them to Carlos and send him an email saying 'These are yours'",
    `if ${OVERDUE} gte 1`,
    'then taskAgent update_tasks: assignee eq @Akira Mori & due lt now & status ne completed; set={assignee: @Carlos Vega}',
    'then emailAgent send_mail: body=These are yours; to=Carlos',
  ],
  [
    'Does Contoso have open deals? If so, delete them, otherwise remind me to call Jane Doe tomorrow',
    'if dealAgent search_deals: company eq @Contoso & status eq open gte 1',
    'then dealAgent delete_deals: company eq @Contoso & status eq open',
    `otherwise ${CALL_JANE}`,
  ],
  [
    'If we have more than 3 contacts in Berlin, assign them to Mia',
    'if contactAgent search_contacts: city eq Berlin gte 4',
    'then contactAgent update_contacts: city eq Berlin; set={owner: @Mia Schulz}',
  ],
  [
    'I think akira might have some overdue tasks. Can you check and if so, give him the Litware pilot',
    `if ${OVERDUE} gte 1`,
    'then dealAgent update_deals: deal=@Litware pilot; set={owner: @Akira Mori}',
  ],
  [
    'move the Litware pilot to Negotiation unless Contoso has open deals',
    'if not dealAgent search_deals: company eq @Contoso & status eq open gte 1',
    'then dealAgent move_deal: deal=@Litware pilot; stage=Negotiation',
  ],
  [
    'Is the Fabrikam renewal in Negotiation? If not, move it to Negotiation',
    'if not dealAgent search_deals: stage eq Negotiation; text=Fabrikam renewal gte 1',
    'then dealAgent move_deal: deal=@Fabrikam renewal; stage=Negotiation',
  ],
  [
    'If Contoso has no open deals, tag Contoso as cold, else remind me to call Jane Doe tomorrow',
    'if not dealAgent search_deals: company eq @Contoso & status eq open gte 1',
    'then companyAgent update_companies: company=@Contoso; addTags=[cold]',
    `otherwise ${CALL_JANE}`,
  ],
  [
    "If we haven't spoke to Jane Doe in the past fortnight, remind me to call her tomorrow",
    `if ${NOT_SPOKEN}`,
    `then ${CALL_JANE}`,
  ],
  [
    "I haven't spoken to Jane Doe in a while. Can you check if it's been over 14 days? If so, remind me to call her tomorrow",
    `if ${NOT_SPOKEN}`,
    `then ${CALL_JANE}`,
  ],
];

describe('orders that hang on something', () => {
  it.each(SENTENCES)('%s', async (said, ...lines) => {
    expect(await understood(said)).toBe(lines.join('\n'));
  });

  it.each([
    'if akira has frobnicated, delete all deals of Globex',
    'I think we lost the Litware pilot. If that is true, delete all deals of Globex',
    "If we haven't spoken to Zaphod Beeblebrox in a month, delete all deals of Globex",
    'If Contoso has no open deals, frobnicate it, otherwise delete all deals of Globex',
  ])('does nothing where a part is not understood: %s', async (said) => {
    expect(await understood(said)).toBe('unclear');
  });

  it.each([
    ['If a deal is won, create a task for its owner', /create_workflow/],
    ['what if the Contoso rollout closes next month?', /scenario/],
    ['delete all deals of Globex if you can', /^dealAgent delete_deals: company eq @Globex$/],
  ])('leaves what is no condition of the moment to who knows it: %s', async (said, what) => {
    expect(await understood(said)).toMatch(what);
  });
});
