import { expect, it } from 'vitest';
import { windowOf } from './use-window.ts';

it('draws all of a short list', () => {
  expect(windowOf(200, 5_000, 600, 40)).toEqual({ from: 0, to: 200, isPartial: false });
});

it('draws what is seen of a long list and some beside it, never beyond its ends', () => {
  expect(windowOf(10_000, 0, 600, 40)).toEqual({ from: 0, to: 35, isPartial: true });
  expect(windowOf(10_000, 40_000, 600, 40)).toEqual({ from: 980, to: 1035, isPartial: true });
  expect(windowOf(10_000, 399_400, 600, 40)).toMatchObject({ from: 9965, to: 10_000 });
  // a list that has become shorter while its box was scrolled down
  expect(windowOf(300, 399_400, 600, 40)).toMatchObject({ from: 280, to: 300 });
});
