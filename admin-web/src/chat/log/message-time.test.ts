import { expect, it } from 'vitest';
import { messageTime } from './message-time.ts';

const now = new Date('2026-11-26T02:00:00.000Z');
const newYork = { locale: 'en-GB', timeZone: 'America/New_York' };
const berlin = { locale: 'en-GB', timeZone: 'Europe/Berlin' };

it("goes by the workspace's clock, whatever the browser's zone is", () => {
  expect(messageTime('2026-11-26T01:30:00.000Z', newYork, now)).toBe('20:30');
  expect(messageTime('2026-11-26T01:30:00.000Z', berlin, now)).toBe('02:30');
});

it("adds the day when it is not today's there", () => {
  expect(messageTime('2026-11-25T22:30:00.000Z', newYork, now)).toBe('17:30');
  expect(messageTime('2026-11-25T22:30:00.000Z', berlin, now)).toBe('25 Nov 2026, 23:30');
});
