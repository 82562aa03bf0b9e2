import { describe, expect, it } from 'vitest';
import { windowIn } from './window-answer.ts';

const MINUTE = 60_000;
const SECOND_WINDOW = { fromMs: 10 * MINUTE, toMs: 20 * MINUTE };
const answer = (segments: ReadonlyArray<readonly [string, string]>, silentFrom?: string) =>
  JSON.stringify({
    segments: segments.map(([start, end]) => ({ start, end, speaker: 'Speaker 1', text: 'Hello.' })),
    ...(silentFrom && { silentFrom }),
  });

describe('what a model has written down of a window', () => {
  it('is taken when it ascends and reaches the end, or says from when on nobody speaks', () => {
    const whole = answer([
      ['0:10:03', '0:14:00'],
      ['0:14:00', '0:19:55'],
    ]);
    expect(windowIn(whole, SECOND_WINDOW).segments.map(({ startMs }) => startMs)).toEqual([603_000, 840_000]);
    expect(windowIn(answer([['10:03', '12:00']], '12:01'), SECOND_WINDOW)).toMatchObject({
      silentFromMs: 721_000,
    });
    expect(windowIn(answer([], '10:00'), SECOND_WINDOW).segments).toEqual([]);
  });

  it('is put in its place when it counts from the beginning of the window', () => {
    expect(windowIn(answer([['0:03', '9:58']]), SECOND_WINDOW).segments).toMatchObject([
      { startMs: 603_000, endMs: 1_198_000 },
    ]);
  });

  it.each([
    ['stops in the middle', answer([['10:03', '12:00']]), 'cut off'],
    ['says nothing at all', answer([]), 'cut off'],
    ['is silent long before it says so', answer([['10:03', '12:00']], '15:00'), 'cut off'],
    [
      'goes backwards',
      answer([
        ['15:00', '16:00'],
        ['10:03', '19:58'],
      ]),
      'cannot be read',
    ],
    ['lies behind the window', answer([['10:03', '25:00']]), 'cannot be read'],
    ['is cut off in its JSON', answer([['10:03', '12:00']]).slice(0, -20), 'cannot be read'],
    ['has times that are none', answer([['soon', 'later']]), 'cannot be read'],
  ])('is refused when it %s', (_, text, why) => {
    expect(() => windowIn(text, SECOND_WINDOW)).toThrow(why);
  });
});
