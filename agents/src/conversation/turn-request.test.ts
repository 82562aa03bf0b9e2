import { describe, expect, it } from 'vitest';
import { catalogue } from '../registry.ts';
import { turnRequest } from './turn-request.ts';

const proposal = (id: string) => ({ id, title: `Delete ${id} contacts` });
/** @param pending - the proposal that was the last thing said */
const text = (said: string, pending?: string) => {
  const lastSaid = pending ? proposal(pending) : undefined;
  return turnRequest(
    { text: said },
    { all: lastSaid ? [lastSaid] : [], ...(lastSaid && { lastSaid }) },
    catalogue,
  );
};

describe('a plain yes or no', () => {
  it('decides the proposal that was the last thing said', () => {
    expect(text('Yes, please', 'a1')).toEqual({
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

describe('the words approve and reject', () => {
  const later = (said: string, ...ids: string[]) =>
    turnRequest({ text: said }, { all: ids.map(proposal) }, catalogue);

  it('decide the only proposal that waits, also when other things were said since; a bare yes does not', () => {
    expect(later('Approve', '12')).toMatchObject({ decision: { approvalId: '12', decision: 'approve' } });
    expect(later('reject it', '12').kind).toBe('text');
    expect(later('approve 120', '120')).toMatchObject({ decision: { approvalId: '120', typedCount: 120 } });
    expect(later('yes', '12').kind).toBe('text');
    expect(later('approve')).toEqual({ kind: 'which', titles: [] });
    expect(later('approve the budget').kind).toBe('text');
  });

  it('ask which one is meant when several wait, and take its words', () => {
    expect(later('approve', '12', '7')).toEqual({
      kind: 'which',
      titles: ['Delete 12 contacts', 'Delete 7 contacts'],
    });
    expect(later('reject “delete 7 contacts”', '12', '7')).toMatchObject({
      decision: { approvalId: '7', decision: 'reject' },
    });
  });
});

describe('a wish for another proposal', () => {
  it('is neither a yes nor a request of its own', () => {
    for (const said of [
      'approve, but only the first three',
      'Yes but not Ada',
      'ok, except the ones from Acme',
      'only the first three',
      'except those from Acme',
      'make it Friday instead',
      'Change that to 20 %',
      'the first two instead',
    ])
      expect(text(said, 'a1'), said).toEqual({ kind: 'amendment', approvalId: 'a1' });
  });

  it('is not seen in other requests, nor when nothing was proposed', () => {
    for (const said of [
      'How many contacts do we have?',
      'show me only the Acme deals',
      'just show me the deals',
      'delete Ada Quist instead',
      'add a task for Friday',
    ])
      expect(text(said, 'a1').kind, said).toBe('text');
    expect(text('only the first three').kind).toBe('text');
  });
});

describe('a wish to see what is proposed', () => {
  const lastSaid = { ...proposal('19'), preview: { count: 19, sample: [{ title: 'Ada' }], changes: [] } };
  const asked = (said: string) => turnRequest({ text: said }, { all: [lastSaid], lastSaid }, catalogue);

  it('is answered with its records, and decides nothing', () => {
    expect(asked('show me all 19')).toEqual({ kind: 'proposed', approvalId: '19' });
    expect(text('show me all 19')).toMatchObject({ kind: 'text' });
  });

  it('is no refusal, and a refusal that goes on is no wish', () => {
    expect(asked('no, leave them with Akira')).toMatchObject({ decision: { decision: 'reject' } });
    expect(asked('no, but show me only those of Acme').kind).toBe('amendment');
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
    expect(turnRequest({ text: 'delete everything', action }, { all: [] }, catalogue)).toMatchObject({
      tool: 'undo_last',
      args: { groupId: 'g1' },
    });
    expect(() =>
      turnRequest({ text: '', action: { kind: 'format_disk' } }, { all: [] }, catalogue),
    ).toThrow();
  });
});
