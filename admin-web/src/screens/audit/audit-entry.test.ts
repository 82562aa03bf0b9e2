import { expect, it } from 'vitest';
import { fieldChanges, isUndoable, manyText, wayText } from './audit-entry.ts';

const words = {
  money: (minor: number) => `€${minor / 100}`,
  instant: () => 'Monday',
  day: () => 'Thursday',
  names: new Map([['s1', 'Proposal']]),
};

it('words values: money, instants, days and the names behind ids', () => {
  const entry = {
    before: { amountMinor: 1200, stageId: 's1' },
    after: {
      amountMinor: 1500,
      stageId: 's9',
      expectedCloseAt: '2026-12-31',
      closedAt: '2026-12-30T23:00:00.000Z',
    },
  };
  expect(fieldChanges(entry, words)).toEqual([
    { field: 'Amount', from: '€12', to: '€15' },
    { field: 'Stage', from: 'Proposal', to: 's9' },
    { field: 'Expected close', from: '–', to: 'Thursday' },
    { field: 'Closed', from: '–', to: 'Monday' },
  ]);
});

it('leaves out what says the same before and after', () => {
  expect(fieldChanges({ before: { tags: [] }, after: { tags: null } }, words)).toEqual([]);
});

it('says how a write came about, without internal names', () => {
  expect(wayText({ via: 'contactAgent', channel: 'web' })).toBe('by the contact agent in the web chat');
  expect(wayText({ channel: 'job' })).toBe('in the background');
  expect(wayText({ channel: 'web' })).toBe('directly');
});

it('says in a line what one request did to many records', () => {
  const kind = (entity: string, change: 'created' | 'updated', count: number) => ({ entity, change, count });
  expect(manyText({ kinds: [kind('opportunity', 'updated', 18)] })).toEqual({
    change: 'Updated',
    what: '18 deals',
  });
  expect(manyText({ kinds: [kind('company', 'created', 5), kind('contact', 'created', 1)] })).toEqual({
    change: 'Created',
    what: '5 companies, 1 contact',
  });
  expect(manyText({ kinds: [kind('opportunity', 'updated', 5), kind('task', 'created', 2)] })).toEqual({
    change: 'Changed',
    what: '5 deals updated, 2 tasks created',
  });
});

it('offers to undo what can be undone: of the last 30 days, and with a version to go back to', () => {
  const now = new Date('2026-11-23T12:00:00.000Z');
  const at = (day: string) => `2026-${day}T12:00:00.000Z`;
  expect(isUndoable({ at: at('10-25'), recordVersion: 2 }, now)).toBe(true);
  expect(isUndoable({ at: at('10-23'), recordVersion: 2 }, now)).toBe(false);
  expect(isUndoable({ at: at('11-22'), recordVersion: 0 }, now)).toBe(false);
});
