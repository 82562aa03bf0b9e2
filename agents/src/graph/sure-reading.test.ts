import { expect, it } from 'vitest';
import type { Command } from '../language/language-context.ts';
import { catalogue } from '../registry.ts';
import { isSureReading } from './sure-reading.ts';

const read = { agent: 'contactAgent', tool: 'search_contacts' };
const write = { agent: 'contactAgent', tool: 'create_contact' };
const isSure = (...commands: Partial<Command>[]) =>
  isSureReading(
    catalogue,
    commands.map((one) => ({
      ...read,
      args: {},
      confidence: 0.9,
      dependsOnPrevious: false,
      span: '',
      ...one,
    })),
  );

it('goes ahead with reads that are likely, and with writes that leave no word over', () => {
  expect(isSure({})).toBe(true);
  expect(isSure({ isAccounted: false })).toBe(true);
  expect(isSure({ confidence: 0.5 })).toBe(false);
  expect(isSure({ ...write, isAccounted: true })).toBe(true);
  expect(isSure({ ...write, isAccounted: false })).toBe(false);
  expect(isSure({}, { ...write, isAccounted: false })).toBe(false);
});

it('goes ahead with nothing where nothing was read', () => {
  expect(isSure()).toBe(false);
});
