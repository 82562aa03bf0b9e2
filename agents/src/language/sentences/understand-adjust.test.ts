import { describe, expect, it } from 'vitest';
import { aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const PILOT = 'dealAgent update_deals: deal=@Litware pilot; adjust=';

/** By how much, not to what: worked out from what each record has. */
const SENTENCES: ReadonlyArray<[said: string, command: string]> = [
  ['raise the amount of the Litware pilot by 10%', `${PILOT}{field: amount, percent: 10}`],
  ['increase the amount of the Litware pilot by 5k', `${PILOT}{field: amount, by: 5000}`],
  ["lower the Litware pilot's amount by $2,500", `${PILOT}{field: amount, by: -2500}`],
  ['reduce the Litware pilot by 20%', `${PILOT}{field: amount, percent: -20}`],
  ['could you bump the amount up by 5 percent please', `${PILOT}{field: amount, percent: 5}`],
  ['raise the probability of the Litware pilot by 10%', `${PILOT}{field: probability, by: 10}`],
  ['double the amount of the Litware pilot', `${PILOT}{field: amount, percent: 100}`],
  ['halve the amount of the Litware pilot', `${PILOT}{field: amount, percent: -50}`],
  ['push the close date by two weeks', `${PILOT}{field: expectedClose, shift: +2w}`],
  ['push the close date of the Litware pilot by two weeks', `${PILOT}{field: expectedClose, shift: +2w}`],
  ['push its close date back by 10 days', `${PILOT}{field: expectedClose, shift: +10d}`],
  ['delay the Litware pilot by a month', `${PILOT}{field: expectedClose, shift: +1m}`],
  [
    'bring forward the close date of the Litware pilot by 3 days',
    `${PILOT}{field: expectedClose, shift: -3d}`,
  ],
  ['move the close date of the Litware pilot a week earlier', `${PILOT}{field: expectedClose, shift: -1w}`],
  ['move the close date of the Litware pilot two weeks later', `${PILOT}{field: expectedClose, shift: +2w}`],
  [
    "increase the amount of all of Akira's open deals by 10%",
    'dealAgent update_deals: owner eq @Akira Mori & status eq open; adjust={field: amount, percent: 10}',
  ],
  [
    'raise the amount of all deals by 10%',
    'dealAgent update_deals: all=true; adjust={field: amount, percent: 10}',
  ],
  [
    'increase the lead score of Bob Tanaka by 10',
    'contactAgent update_contacts: contact=@Bob Tanaka; adjust={field: leadScore, by: 10}',
  ],
  [
    'postpone all my tasks by a day',
    'taskAgent update_tasks: assignee eq me & status ne completed; adjust={field: due, shift: +1d}',
  ],
  ['raise the name of the Litware pilot by 10%', 'unclear'],
  ['raise the amount by two weeks', 'unclear'],
  ['push the close date by 10%', 'unclear'],
  ['raise everything by 10%', 'unclear'],
];

describe('relative changes', () => {
  it.each(SENTENCES)('reads “%s”', async (said, command) => {
    expect(await understood(said, { focus: [aFocus('opportunity', 'Litware pilot')] })).toBe(command);
  });
});
