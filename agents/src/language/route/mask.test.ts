import { describe, expect, it } from 'vitest';
import { mask } from './mask.ts';

describe('a sentence as the router reads it', () => {
  it('has the words of types where something was recognised', () => {
    const text = 'Move the Kestrel rollout to Proposal by next week';
    expect(
      mask(text, [
        { start: 9, end: 24, type: 'deal' },
        { start: 28, end: 36, type: 'stage' },
        { start: 40, end: 49, type: 'date' },
      ]).join(' '),
    ).toBe('move the <deal> to proposal by <week>');
  });

  it.each([
    ["what's Jane's number?", "what 's <name> 's number ?"],
    ['Call Jane Doe at 3pm tomorrow, jane@acme.example', 'call <name> <time> <day> <email>'],
    ['change the amount to €45,000', 'change the amount to <money>'],
    ['a 12k deal for De Boer closing in Q4', 'a <money> deal for <name> closing in <quarter>'],
    ['remind me in two weeks about "the golf thing"', 'remind me in <duration> about <quote>'],
    ['10% off and 40 seats', '<percent> off and <number> seats'],
  ])('guesses without a workspace: %s', (text, masked) => {
    expect(mask(text).join(' ')).toBe(masked);
  });

  it('takes the first and longest of what overlaps', () => {
    const spans = [
      { start: 5, end: 9, type: 'person' },
      { start: 5, end: 15, type: 'org' },
      { start: 10, end: 15, type: 'person' },
    ];
    expect(mask('call Jane Foods', spans)).toEqual(['call', '<org>']);
  });
});
