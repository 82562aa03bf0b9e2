import { describe, expect, it } from 'vitest';
import { contradict, saySame } from './contradictions.ts';

const about = (fact: string, subjectTitle = 'Jane Doe') => ({ id: fact, fact, subjectTitle });

describe('two facts', () => {
  it.each([
    ['Jane prefers mornings', 'Jane Doe prefers afternoons'],
    ['Jane likes golf', "Jane doesn't like golf"],
    ['She loves golf', 'Jane hates golf'],
    ["Jane's birthday is 4 May", 'Her birthday is 6 June'],
    ['Our fiscal year starts in April', 'the fiscal year begins in July'],
    ['Jane lives in Oslo', 'Jane lives in Bergen'],
    ['Jane works for Acme', 'Jane no longer works for Acme'],
  ])('contradict each other: “%s” and “%s”', (one, other) => {
    expect(contradict(about(one), about(other))).toBe(true);
    expect(contradict(about(other), about(one))).toBe(true);
  });

  it.each([
    ['Jane likes golf', 'Jane likes wine'],
    ['Jane is vegetarian', 'Jane is allergic to nuts'],
    ['Jane prefers mornings', 'Jane prefers mornings on Mondays'],
    ["Jane's son is four", "Jane's dog is four"],
    ['Jane never travels', 'Jane never drinks'],
    ['Jane speaks German', 'Jane speaks French'],
    ['Jane works for Acme', 'Jane works from home on Fridays and for Acme'],
  ])('are both true: “%s” and “%s”', (one, other) => {
    expect(contradict(about(one), about(other))).toBe(false);
  });

  it('say the same when only order, articles and the name differ, and not with other numbers or a no', () => {
    expect(saySame(about('Jane prefers the mornings'), about('prefers mornings.'))).toBe(true);
    expect(
      saySame(about('The discount limit is 10 percent'), about('The discount limit is 15 percent')),
    ).toBe(false);
    expect(saySame(about('Jane likes golf'), about("Jane doesn't like golf"))).toBe(false);
  });

  it('that somebody found to be true beside each other do not contradict each other', () => {
    const one = { ...about('Jane prefers mornings'), agreesWith: ['Jane prefers afternoons'] };
    expect(contradict(about('Jane prefers afternoons'), one)).toBe(false);
  });
});
