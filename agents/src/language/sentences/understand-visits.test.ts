import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** The fixture's day is Tuesday 10 March 2026: what was measured lies behind it. */
const CHARTS: ReadonlyArray<[said: string, args: string]> = [
  [
    'Can you make a bar chart of total visits since February 21?',
    'metrics=[website_visits]; chart=column; from=2026-02-21',
  ],
  [
    'plot average session duration since February 2 as a scatter chart',
    'metrics=[visit_duration]; chart=scatter; from=2026-02-02',
  ],
  [
    'please plot the distribution of the engaged users metric on December 10',
    'metrics=[engaged_visits]; chart=histogram; from=2025-12-10; to=2025-12-10',
  ],
  [
    'I need bar charts showing session duration and website traffic since 2026-02-17',
    'metrics=[visit_duration, website_visits]; chart=column; from=2026-02-17',
  ],
  [
    'make a line plot of the most popular traffic source since February 27',
    'metrics=[website_visits]; source=most; chart=line; from=2026-02-27',
  ],
  [
    'draw a line graph of engaged users from last Friday to the previous Friday',
    'metrics=[engaged_visits]; chart=line; from=2026-02-27; to=2026-03-06',
  ],
  [
    'graph our social media traffic since Sunday',
    'metrics=[website_visits]; source=social; chart=line; from=2026-03-08',
  ],
];

const CHECKS: ReadonlyArray<[said: string, args: string]> = [
  [
    'Was total visits more than 10 at any time since February 15?',
    'test={metric: website_visits, is: more, than: 10}; from=2026-02-15',
  ],
  [
    'did average session duration ever drop below 4 since Monday?',
    'test={metric: visit_duration, is: less, than: 4}; from=2026-03-09',
  ],
  [
    'Was engaged users on monday more than 2% lower than it was the previous monday?',
    'test={metric: engaged_visits, is: less, byPercent: 2}; from=2026-03-02; to=2026-03-09',
  ],
  [
    'did total visits grow by more than engaged users since Saturday?',
    'test={metric: website_visits, is: more, thanMetric: engaged_visits}; from=2026-03-07',
  ],
];

/** What hangs on a comparison of figures. */
const CONDITIONS: ReadonlyArray<[said: string, ...lines: string[]]> = [
  [
    'If total visits on monday was more than 2% lower than it was the previous monday, make a line plot of it over that period.',
    'if reportsAgent website_visits: test={metric: website_visits, is: less, byPercent: 2}; from=2026-03-02; to=2026-03-09',
    'then reportsAgent website_visits: metrics=[website_visits]; chart=line; from=2026-03-02; to=2026-03-09',
  ],
  [
    'Can you check the percent growth of engaged users since Sunday? If it grew by more than total visits, plot both lines since then',
    'if reportsAgent website_visits: test={metric: engaged_visits, is: more, thanMetric: website_visits}; from=2026-03-08',
    'then reportsAgent website_visits: metrics=[engaged_visits, website_visits]; chart=line; from=2026-03-08',
  ],
  [
    'I think website traffic might have been less than 5. If it has been at any time since March 2, remind me to look at it tomorrow',
    'if reportsAgent website_visits: test={metric: website_visits, is: less, than: 5}; from=2026-03-02',
    'then taskAgent create_task: title=Look at it; due=2026-03-11T09:00:00+01:00; remind=2026-03-11T09:00:00+01:00',
  ],
];

describe('the figures of the website', () => {
  it.each(CHARTS)('are drawn: %s', async (said, args) => {
    expect(await understood(said)).toBe(`reportsAgent website_visits: ${args}`);
  });

  it.each(CHECKS)('are compared: %s', async (said, args) => {
    expect(await understood(said)).toBe(`reportsAgent website_visits: ${args}`);
  });

  it.each(CONDITIONS)('decide what is done: %s', async (said, ...lines) => {
    expect(await understood(said)).toBe(lines.join('\n'));
  });

  it.each([
    'plot total visits of our biggest customers since Monday',
    'make a bar chart of total visits since Monday and delete all deals',
  ])('are not drawn where a word narrows them in a way that is not understood: %s', async (said) => {
    expect(await understood(said)).not.toMatch(/^reportsAgent website_visits: [^\n]*$/);
  });
});
