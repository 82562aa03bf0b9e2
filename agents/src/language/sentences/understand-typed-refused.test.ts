import { describe, expect, it } from 'vitest';
import { aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const focus = [
  aFocus('opportunity', 'Contoso rollout'),
  aFocus('contact', 'Jane Doe'),
  aFocus('company', 'Northwind'),
];

/** Nothing of these may be carried out: a condition, a part that is not understood, somebody nobody knows. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  ['oh and add leo brandt, same company', 'unclear'],
  ['create two deals for Globex', 'unclear'],
  ["Bob Tanaka's email bounced, remove it please", 'unclear'],
  ['remind me the day before the globex expansion closes', 'unclear'],
  ['remind me every monday to check the pipeline', 'unclear'],
  ['delete the first one', 'unclear'],
  ['assign both of them to Carlos', 'unclear'],
  ["change liam's surname to O'Hara", 'unclear'],
  ['remind me once a week to check the pipeline', 'unclear'],
  ['if the litware pilot is over 20k, move it to proposal', 'unclear'],
  ['unless bob objects, delete the wingtip upgrade', 'unclear'],
  ["don't move the globex expansion to won", 'unclear'],
];

describe('orders that are refused', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said, { focus })).split('\n')).toEqual(commands);
  });
});
