import { describe, expect, it } from 'vitest';
import { decisionIn, refusalIn } from './decision-words.ts';

describe('a message that only decides', () => {
  it.each([
    'yes',
    'Yes, please',
    'yes go ahead',
    'yep, do it',
    'ok approve it',
    'Sounds good!',
    'sure thing, go for it',
    "that's right, please do",
    'looks good to me',
  ])('consents: “%s”', (said) => {
    expect(decisionIn(said)?.decision).toBe('approve');
  });

  it.each([
    'no',
    'nope',
    'No thanks.',
    "don't do that",
    'ok, never mind',
    'please not now',
    'leave it as it is',
    'nah, forget it',
  ])('refuses: “%s”', (said) => {
    expect(decisionIn(said)).toEqual({ decision: 'reject' });
  });

  it.each([
    'yes and no',
    'no problem with Acme',
    'ok show me the deals',
    'yes, but not Ada',
    'approve the budget',
    'it is fine to delete Bob',
    'please',
    '12',
    'no 12',
  ])('is none: “%s”', (said) => {
    expect(decisionIn(said)).toBeUndefined();
  });

  it('takes the count that was typed with the consent', () => {
    expect(decisionIn('yes, approve 1,250.')).toEqual({ decision: 'approve', typed: '1,250' });
  });
});

describe('a refusal that goes on', () => {
  it.each([
    'no, leave them with Akira',
    'No. Keep those as they are.',
    'no, they belong to Carlos',
    'nope - I changed my mind',
    'leave it with Lena',
  ])('refuses: “%s”', (said) => {
    expect(refusalIn(said)).toBe(true);
  });

  it.each([
    'no, leave out Ada',
    'no, leave them out',
    'no, leave them but for Ada',
    'no, only those in Berlin',
    'no, move them to Lena',
    'no, I want them with Lena',
    'no problem with Acme',
    'they belong to Carlos',
  ])('does not: “%s”', (said) => {
    expect(refusalIn(said)).toBe(false);
  });
});
