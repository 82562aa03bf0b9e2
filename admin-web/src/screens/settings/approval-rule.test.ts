import { expect, it } from 'vitest';
import { type ApprovalRule, faultOf, formOf, ruleOf, withRule } from './approval-rule.ts';

const form = { ...formOf(undefined, 100), entity: 'opportunity', amount: '50000', roles: 'admin' };

it('makes the rule that the chat makes of the same words', () => {
  expect(ruleOf(form, 100, undefined)).toEqual({
    id: 'opportunity.write.5000000',
    match: { entity: 'opportunity', effect: 'write', aboveAmountMinor: 5_000_000 },
    deciders: { users: [], roles: ['admin', 'owner'] },
    needed: 1,
    requesterMayDecide: false,
    hours: 24,
    priority: 22,
  });
});

it('shows a rule as it was made', () => {
  const made = ruleOf({ ...form, users: ['sam'], needed: '2', escalateAfterHours: '4' }, 100, undefined);
  expect(ruleOf(formOf(made, 100), 100, made)).toEqual(made);
});

it('keeps of a changed rule what the dialog does not show', () => {
  const before: ApprovalRule = { ...ruleOf(form, 100, undefined), id: 'own' };
  before.match.tools = ['move_deal'];
  const after = ruleOf({ ...formOf(before, 100), hours: '48' }, 100, before);
  expect(after).toEqual({ ...before, hours: 48 });
});

it('says what is missing', () => {
  expect(faultOf(form)).toBeUndefined();
  expect(faultOf({ ...form, entity: '', amount: '' })).toMatch(/would stop all work/);
  expect(faultOf({ ...form, roles: '' })).toMatch(/at least one person/);
  expect(faultOf({ ...form, roles: '', users: ['sam'], needed: '2' })).toMatch(/2 have to approve.*chose 1/);
  expect(faultOf({ ...form, escalateAfterHours: '24' })).toMatch(/before the time/);
});

it('puts a changed rule in its place, and leaves one about one thing', () => {
  const first = ruleOf(form, 100, undefined);
  const second = ruleOf({ ...form, amount: '90000' }, 100, undefined);
  const changed = ruleOf({ ...form, amount: '90000', needed: '2' }, 100, first);
  expect(withRule([first, second], changed, first)).toEqual([changed]);
  expect(withRule([first], second, undefined)).toEqual([first, second]);
});
