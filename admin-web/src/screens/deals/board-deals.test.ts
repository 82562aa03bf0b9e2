import { expect, it } from 'vitest';
import {
  columnsOf,
  columnWith,
  type Deal,
  daysInStage,
  placed,
  placeOf,
  stageByKey,
  standsStill,
} from './board-deals.ts';

const now = new Date('2026-03-31T12:00:00Z');
const aDeal = (values: Partial<Deal>) => ({ id: 'd1', createdAt: '2026-03-01T12:00:00Z', ...values }) as Deal;
const stage = { id: 's', name: 'Talks', probability: 0.5, kind: 'open' as const, rottingDays: 10 };

it('counts from the day a deal came into its stage, else from its first', () => {
  expect(daysInStage(aDeal({ stageChangedAt: '2026-03-21T13:00:00Z' }), now)).toBe(9);
  expect(daysInStage(aDeal({}), now)).toBe(30);
});

it('stands still after more days than the stage allows, and never where it allows any or is closed', () => {
  const at = (stageChangedAt: string) => aDeal({ stageChangedAt });
  expect(standsStill(at('2026-03-21T12:00:00Z'), stage, now)).toBe(false);
  expect(standsStill(at('2026-03-20T12:00:00Z'), stage, now)).toBe(true);
  const { rottingDays: _, ...patient } = stage;
  expect(standsStill(aDeal({}), patient, now)).toBe(false);
  expect(standsStill(aDeal({}), { ...stage, kind: 'won' }, now)).toBe(false);
});

it('has a column for every stage, and none for a deal whose stage is gone', () => {
  const columns = columnsOf({ stages: [stage, { ...stage, id: 't' }] }, [
    aDeal({ stageId: 's' }),
    aDeal({ id: 'd2', stageId: 'gone' }),
  ]);
  expect(columns).toEqual({ s: ['d1'], t: [] });
  expect(columnWith(columns, 'd1')).toBe('s');
});

it('holds a deal in another stage, whatever came or went around it', () => {
  const held = { dealId: 'b', stageId: 't', index: 1 };
  expect(placed({ s: ['a', 'b'], t: ['c'] }, held)).toEqual({ s: ['a'], t: ['c', 'b'] });
  expect(placed({ s: ['b'], t: ['c', 'd'] }, held)).toEqual({ s: [], t: ['c', 'b', 'd'] });
  expect(placed({ s: [], t: ['b', 'c'] }, held)).toEqual({ s: [], t: ['c', 'b'] });
  const gone = { s: ['a'], t: ['c'] };
  expect(placed(gone, held)).toEqual(gone);
  expect(placeOf({ s: ['a', 'b'] }, 'b')).toEqual({ dealId: 'b', stageId: 's', index: 1 });
  expect(placeOf(gone, 'b')).toBeUndefined();
});

it('goes a stage on or back by key, never past the ends, and the other way round from right to left', () => {
  const stages = ['s', 't', 'u'].map((id) => ({ ...stage, id }));
  const to = (key: string, from = 't', isRightToLeft = false) =>
    stageByKey(stages, from, key, isRightToLeft)?.id;
  expect(['ArrowRight', 'ArrowDown', 'End'].map((key) => to(key))).toEqual(['u', 'u', 'u']);
  expect(['ArrowLeft', 'ArrowUp', 'Home'].map((key) => to(key))).toEqual(['s', 's', 's']);
  expect([to('ArrowRight', 'u'), to('ArrowLeft', 's')]).toEqual(['u', 's']);
  expect([to('ArrowRight', 't', true), to('ArrowLeft', 't', true)]).toEqual(['s', 'u']);
  expect(to('x')).toBeUndefined();
});
