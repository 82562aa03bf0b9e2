import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../events/catalogue.ts';
import type { Trigger } from './definition.schema.ts';
import { startsWith, writeOf } from './triggers.ts';

const happened = (type: string, before: DomainEvent['before'], after: DomainEvent['after']): DomainEvent => ({
  id: 'write-1',
  type,
  workspaceId: 'w',
  at: new Date(0),
  entity: 'contact',
  recordId: 'r',
  recordTitle: 'Ada',
  recordVersion: 2,
  actor: { type: 'user', id: 'u', name: 'Sam' },
  groupId: 'g',
  before,
  after,
});
const reachesA: Trigger = { on: 'changed', entity: 'contact', fields: ['leadGrade'], to: ['A'] };
const owner: Trigger = { on: 'changed', entity: 'contact', fields: ['ownerId'] };
const score: Trigger = { on: 'crossed', entity: 'contact', field: 'leadScore', bound: 80, direction: 'up' };

describe('what starts a workflow', () => {
  it('is a value that is reached, also by a new record, and not one that was there', () => {
    expect(
      startsWith(reachesA, happened('contact.grade_changed', { leadGrade: 'B' }, { leadGrade: 'A' })),
    ).toBe(true);
    expect(startsWith(reachesA, happened('contact.created', {}, { name: 'Ada', leadGrade: 'A' }))).toBe(true);
    expect(startsWith(reachesA, happened('contact.updated', { leadGrade: 'A' }, { leadGrade: 'B' }))).toBe(
      false,
    );
    expect(startsWith(reachesA, happened('contact.updated', { city: 'Bonn' }, { city: 'Köln' }))).toBe(false);
  });

  it('is a change of the fields that it names, and no new record', () => {
    expect(startsWith(owner, happened('contact.updated', { ownerId: null }, { ownerId: 'x' }))).toBe(true);
    expect(startsWith(owner, happened('contact.created', {}, { ownerId: 'x' }))).toBe(false);
    expect(startsWith(owner, happened('contact.deleted', { ownerId: 'x' }, {}))).toBe(false);
  });

  it('is a bound that is passed upwards, once', () => {
    const scored = (before: number | null, after: number) =>
      startsWith(score, happened('contact.score_crossed', { leadScore: before }, { leadScore: after }));
    expect([scored(70, 80), scored(null, 95), scored(80, 90), scored(90, 70)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('is one write, however many events it leaves', () => {
    expect(writeOf({ id: '64ff-0' })).toBe(writeOf({ id: '64ff-2' }));
    expect(writeOf({ id: 'wf.abc.3.0-1' })).toBe('wf.abc.3.0');
  });
});
