import type { Card } from '@clianta/agents/reply.schema';
import { expect, it } from 'vitest';
import { recordsNamedIn } from './named-records.ts';

const record = (id: string, title: string): Card => ({
  type: 'record',
  entity: 'contact',
  id,
  title,
  fields: [],
});
const table: Card = {
  type: 'table',
  title: 'Deals',
  columns: [{ key: 'title', label: 'Title' }],
  rows: [
    { entity: 'deal', id: 'd1', cells: { title: 'Rollout' } },
    { cells: { title: 'Total' } },
    { entity: 'deal', id: 'd2', cells: { title: 'Ada Fischer' } },
  ],
  count: 3,
};

it('knows the records of cards and of the rows of tables, and of two with one name none', () => {
  expect([...recordsNamedIn([table]).keys()]).toEqual(['Rollout', 'Ada Fischer']);
  const both = recordsNamedIn([record('c1', 'Ada Fischer'), table]);
  expect([...both.keys()]).toEqual(['Rollout']);
  expect(recordsNamedIn([record('c1', 'Ada'), record('c1', 'Ada')]).get('Ada')?.id).toBe('c1');
});
