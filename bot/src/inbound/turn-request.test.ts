import { describe, expect, it } from 'vitest';
import { turnRequest } from './turn-request.ts';

const text = (said: string, pending?: string) => turnRequest({ text: said }, pending);

describe('a plain yes or no', () => {
  it('decides the proposal that was the last thing said', () => {
    expect(text('Yes, please', 'a1')).toMatchObject({ kind: 'text' });
    expect(text('yes', 'a1')).toEqual({
      kind: 'decision',
      decision: { approvalId: 'a1', decision: 'approve' },
    });
    expect(text('Approve 1,250', 'a1')).toEqual({
      kind: 'decision',
      decision: { approvalId: 'a1', decision: 'approve', typedCount: 1250 },
    });
    expect(text('No.', 'a1')).toEqual({
      kind: 'decision',
      decision: { approvalId: 'a1', decision: 'reject' },
    });
  });

  it('is only words when nothing waits', () => {
    expect(text('yes')).toEqual({ kind: 'text', text: 'yes' });
  });

  it('does not hide in another request', () => {
    expect(text('yes and delete all companies too', 'a1').kind).toBe('text');
    expect(text('show me the no-show list', 'a1').kind).toBe('text');
  });
});

describe('slash commands', () => {
  it('need no model', () => {
    expect(text('/undo')).toMatchObject({ kind: 'direct', tool: 'undo_last' });
    expect(text('/help deals')).toMatchObject({ kind: 'direct', tool: 'help', args: { topic: 'deals' } });
    expect(text('/TASKS')).toMatchObject({ kind: 'direct', tool: 'search_tasks' });
  });

  it('that are not known are words', () => {
    expect(text('/frobnicate it').kind).toBe('text');
  });
});

describe('buttons', () => {
  it('carry what they mean, whatever their text says', () => {
    const action = { kind: 'undo', groupId: 'g1' };
    expect(turnRequest({ text: 'delete everything', action })).toMatchObject({
      tool: 'undo_last',
      args: { groupId: 'g1' },
    });
    expect(() => turnRequest({ text: '', action: { kind: 'format_disk' } })).toThrow();
  });
});
