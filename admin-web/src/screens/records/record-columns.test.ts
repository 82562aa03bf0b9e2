import { expect, it } from 'vitest';
import { aField } from '../../metadata/testing.ts';
import { chosenColumns, columnsOf, isSortable, movedColumn, sortedBy } from './record-columns.ts';

it('shows the name first and the workspace’s own fields last, each once', () => {
  const fields = ['at', 'customFields.soil', 'subject', 'type', 'body'].map((name) =>
    aField(name, { isOwn: name.startsWith('customFields.') }),
  );
  const columns = columnsOf({ title: 'subject', columns: ['at', 'subject', 'type', 'gone'], fields });
  expect(columns.map(({ name }) => name)).toEqual(['subject', 'at', 'type', 'customFields.soil']);
});

it('sorts by what has an order that people know', () => {
  expect(isSortable(aField('amountMinor', { kind: 'number', format: 'money' }))).toBe(true);
  expect(isSortable(aField('companyId', { ref: 'company' }))).toBe(false);
  expect(isSortable(aField('stageId', { part: { of: 'pipeline', list: 'stages' } }))).toBe(false);
  expect(isSortable(aField('tags', { kind: 'array' }))).toBe(false);
});

it('turns the order round at the second click', () => {
  expect(sortedBy('name', '-createdAt')).toBe('name');
  expect(sortedBy('name', 'name')).toBe('-name');
  expect(sortedBy('name', '-name')).toBe('name');
});

it('shows the columns that were chosen, the name first, and passes over a field that is no more', () => {
  const kind = {
    title: 'name',
    columns: ['city'],
    fields: ['name', 'city', 'phone'].map((name) => aField(name)),
  };
  const chosen = chosenColumns(kind, ['phone', 'gone', 'createdAt']);
  expect(chosen.map(({ name }) => name)).toEqual(['name', 'phone', 'createdAt']);
});

it('moves a column a place, never before the name or past the end', () => {
  const columns = ['name', 'city', 'phone'];
  expect(movedColumn(columns, 'phone', -1)).toEqual(['name', 'phone', 'city']);
  expect(movedColumn(columns, 'city', -1)).toEqual(columns);
  expect(movedColumn(columns, 'phone', 1)).toEqual(columns);
});
