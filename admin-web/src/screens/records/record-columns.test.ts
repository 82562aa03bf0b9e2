import { expect, it } from 'vitest';
import { aField } from '../../metadata/testing.ts';
import { columnsOf, isSortable, sortedBy } from './record-columns.ts';

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
