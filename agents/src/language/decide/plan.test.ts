import { describe, expect, it } from 'vitest';
import type { Command } from '../language-context.ts';
import { addCommand } from './plan.ts';

function anUpdate(args: Record<string, unknown>): Command {
  return {
    agent: 'contactAgent',
    tool: 'update_contacts',
    args: { contact: 'Bob', ...args },
    confidence: 0.9,
    dependsOnPrevious: false,
    span: 'x',
  };
}

function added(...changes: Array<Record<string, unknown>>): unknown[] {
  const commands: Command[] = [];
  for (const change of changes) addCommand(commands, anUpdate(change));
  return commands.map(({ args: { contact: _, ...change } }) => change);
}

describe('commands of one message', () => {
  it('are one call when they change the same record', () => {
    expect(added({ set: { status: 'qualified' } }, { set: { owner: 'Mia' }, addTags: ['vip'] })).toEqual([
      { set: { status: 'qualified', owner: 'Mia' }, addTags: ['vip'] },
    ]);
    expect(added({ set: { customFields: { a: 1 } } }, { set: { customFields: { b: 2 } } })).toEqual([
      { set: { customFields: { a: 1, b: 2 } } },
    ]);
  });

  it('stay apart when they are about different records', () => {
    expect(added({ set: { city: 'Graz' } }, { contact: 'Mia', set: { city: 'Graz' } })).toHaveLength(2);
  });

  it('stay apart when the later one changes what the earlier one set', () => {
    expect(added({ set: { city: 'Graz' } }, { set: { city: 'Linz' } })).toHaveLength(2);
    expect(added({ set: { customFields: { a: 1 } } }, { set: { customFields: { a: 2 } } })).toHaveLength(2);
    expect(added({ addTags: ['vip'] }, { removeTags: ['vip'] })).toHaveLength(2);
  });

  it('are one when they were said twice', () => {
    expect(added({ set: { city: 'Graz' } }, { set: { city: 'Graz' } })).toHaveLength(1);
  });
});
