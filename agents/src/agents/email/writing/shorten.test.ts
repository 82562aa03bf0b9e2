import { describe, expect, it } from 'vitest';
import { shorten } from './shorten.ts';

describe('a shorter mail', () => {
  it('keeps questions, dates, amounts and requests, the greeting and the closing, in its own words', () => {
    const text = `Hello Jane,

I hope this finds you well. We talked about the rollout in your plants. It was a lively discussion with many views. The price is 40,000 euros. Could you confirm by Friday?

Please don't hesitate to call.

Best regards
Sam`;
    expect(shorten(text)).toBe(`Hello Jane,

We talked about the rollout in your plants. The price is 40,000 euros. Could you confirm by Friday?

Best regards
Sam`);
  });

  it('leaves out points of a list one by one', () => {
    expect(
      shorten('Hello,\n\nThe list:\n- 40 seats\n- nice weather\n- go live by Friday\n\nBest regards\nSam'),
    ).toBe('Hello,\n\nThe list:\n- 40 seats\n- go live by Friday\n\nBest regards\nSam');
  });

  it('says that nothing can go rather than write another text', () => {
    expect(shorten('Hello Jane,\n\nTuesday works.\n\nBest regards\nSam')).toBeUndefined();
    expect(shorten('Hello,\n\nCan you confirm? The price is 40.\n\nBest regards')).toBeUndefined();
  });
});
