import { expect, it } from 'vitest';
import { retold } from './retold.ts';

it.each([
  [{ title: 'meeting with Omar on' }, { title: 'meeting', with: 'Omar on' }],
  [{ with: 'Omar every Tuesday at 14:00' }, { with: 'Omar Tuesday at 14:00', repeat: 'weekly' }],
  [
    { title: 'meeting with Omar on Tuesdays', repeat: 'weekly' },
    { title: 'meeting', with: 'Omar on Tuesday', repeat: 'weekly' },
  ],
  [{ with: 'Omar on Friday for 30 minutes' }, { with: 'Omar on Friday', minutes: 30 }],
  [{ with: 'half an hour with Omar' }, { with: 'Omar', minutes: 30 }],
  [{ with: 'Omar every other Monday' }, { with: 'Omar Monday', repeat: 'every_two_weeks' }],
  [
    { title: '30-minute meeting', with: "Omar called 'Budget' tomorrow" },
    { title: 'meeting', with: 'Omar tomorrow', called: 'Budget', minutes: 30 },
  ],
  [
    { who: 'Omar', title: "call named 'Budget with Olga'", minutes: 45 },
    { who: 'Omar', title: 'call', called: 'Budget with Olga', minutes: 45 },
  ],
  [
    { who: 'Omar', title: 'lunch' },
    { who: 'Omar', title: 'lunch' },
  ],
])('%j is %j', (said, told) => {
  expect(retold(said)).toEqual(told);
});
