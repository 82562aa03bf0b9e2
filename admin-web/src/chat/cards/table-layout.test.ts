import { expect, it } from 'vitest';
import { layoutOf } from './table-layout.ts';

const columns = [
  { key: 'deal', label: 'Deal' },
  { key: 'amount', label: 'Amount', align: 'right' as const },
  { key: 'stage', label: 'Stage' },
  { key: 'close', label: 'Expected close' },
  { key: 'owner', label: 'Owner' },
];
const cells = {
  deal: 'Northwind rollout of everything',
  amount: '$12,000',
  stage: 'Negotiation',
  close: 'Dec 12, 2026',
  owner: 'Akira Tanaka',
};
const card = { columns, rows: [{ entity: 'opportunity', id: 'o1', cells }] };
const keys = (all: Array<{ key: string }>) => all.map(({ key }) => key);

it('shows every column where there is room, or where the room is not known', () => {
  expect(layoutOf(card, 900).folded).toEqual([]);
  expect(layoutOf(card, undefined).folded).toEqual([]);
});

it('folds the last columns first, and never loses one', () => {
  const { columns: shown, folded } = layoutOf(card, 600);
  expect(keys(folded)).toEqual(['owner']);
  expect(keys([...shown, ...folded]).sort()).toEqual(keys(columns).sort());
});

it('keeps the name and the first figure side by side on a phone', () => {
  const { columns: shown, folded, isNarrow } = layoutOf(card, 340);
  expect(isNarrow).toBe(true);
  expect(keys(shown)).toEqual(['deal', 'amount']);
  expect(keys(folded)).toEqual(['stage', 'close', 'owner']);
});
