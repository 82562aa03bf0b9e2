import { expect, it } from 'vitest';
import { reachOf } from './reach-of.ts';

it('reaches by mail and by telephone, and by nothing that only looks like it', () => {
  expect(reachOf('ada.fischer@fjord.example')).toBe('mailto:ada.fischer@fjord.example');
  expect(reachOf('a+b?cc=eve@x.example')).toBe('mailto:a%2Bb%3Fcc%3Deve@x.example');
  expect(reachOf('+1 (202) 555-0113')).toBe('tel:+12025550113');
  for (const value of [
    'ada@fjord',
    'Ada <ada@x.example>',
    'ada@x.example, bo@x.example',
    '2026-12-01',
    '12 500',
    '+1',
  ])
    expect(reachOf(value), value).toBeUndefined();
});
