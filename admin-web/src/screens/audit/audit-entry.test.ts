import { expect, it } from 'vitest';
import { Kinds } from '../../metadata/kinds.ts';
import { aField, aKind } from '../../metadata/testing.ts';
import { fieldChanges, isUndoable, manyText, wayText } from './audit-entry.ts';

const kinds = new Kinds([
  aKind('plant', {
    label: { one: 'plant', many: 'plants' },
    fields: [
      aField('priceMinor', { label: 'Price', format: 'money', kind: 'number' }),
      aField('gardenerId', { label: 'Gardener', ref: 'user' }),
      aField('customFields.soil', { label: 'Soil', isOwn: true }),
    ],
  }),
  aKind('bed', { label: { one: 'flower bed', many: 'flower beds' } }),
]);
const style = { locale: 'en-US', timeZone: 'UTC', currency: 'EUR', names: new Map([['u1', 'Ada']]) };

it('words a change by what the fields are, the workspace’s own among them, and one that is no more by its name', () => {
  const entry = {
    entity: 'plant',
    before: { priceMinor: 1200, gardenerId: 'u1', customFields: { soil: 'clay' }, waterLevel: 1 },
    after: { priceMinor: 1550, gardenerId: null, customFields: { soil: 'loam' }, waterLevel: 2 },
  };
  expect(fieldChanges(entry, kinds, style)).toEqual([
    { field: 'Price', from: '€12', to: '€15.50' },
    { field: 'Gardener', from: 'Ada', to: '–' },
    { field: 'Soil', from: 'clay', to: 'loam' },
    { field: 'Water level', from: '1', to: '2' },
  ]);
});

it('leaves out what says the same before and after', () => {
  const entry = { entity: 'plant', before: { tags: [] }, after: { tags: null } };
  expect(fieldChanges(entry, kinds, style)).toEqual([]);
});

it('says how a write came about, without internal names', () => {
  expect(wayText({ via: 'contactAgent', channel: 'web' })).toBe('by the contact agent in the web chat');
  expect(wayText({ channel: 'job' })).toBe('in the background');
  expect(wayText({ channel: 'web' })).toBe('directly');
  expect(wayText({ channel: 'api', token: 'Import' })).toBe('through the API by the token “Import”');
  expect(wayText({ channel: 'slack' })).toBe('in Slack');
});

it('says in a line what one request did to many records', () => {
  const kind = (entity: string, change: 'created' | 'updated', count: number) => ({ entity, change, count });
  expect(manyText({ kinds: [kind('plant', 'updated', 18)] }, kinds)).toEqual({
    change: 'Updated',
    what: '18 plants',
  });
  expect(manyText({ kinds: [kind('plant', 'created', 5), kind('bed', 'created', 1)] }, kinds)).toEqual({
    change: 'Created',
    what: '5 plants, 1 flower bed',
  });
  expect(manyText({ kinds: [kind('plant', 'updated', 5), kind('bed', 'created', 2)] }, kinds)).toEqual({
    change: 'Changed',
    what: '5 plants updated, 2 flower beds created',
  });
});

it('offers to undo what can be undone: of the last 30 days, and with a version to go back to', () => {
  const now = new Date('2026-11-23T12:00:00.000Z');
  const at = (day: string) => `2026-${day}T12:00:00.000Z`;
  expect(isUndoable({ at: at('10-25'), recordVersion: 2 }, now)).toBe(true);
  expect(isUndoable({ at: at('10-23'), recordVersion: 2 }, now)).toBe(false);
  expect(isUndoable({ at: at('11-22'), recordVersion: 0 }, now)).toBe(false);
});
