import { expect, it } from 'vitest';
import { anApproval } from '../store/testing.ts';
import { approvalStatus, expiryText, isCountTyped } from './approval-status.ts';

const at = (time: string) => new Date(`2026-11-23T${time}:00.000Z`);

it('takes a proposal for expired when its time is up', () => {
  expect(approvalStatus(anApproval(), at('10:29')).status).toBe('pending');
  expect(approvalStatus(anApproval(), at('10:30')).status).toBe('expired');
});

it('does not expire what is decided', () => {
  expect(approvalStatus(anApproval({ status: 'executed' }), at('23:00')).status).toBe('executed');
});

it('wants the number typed, however it is grouped', () => {
  const card = anApproval({ typedCount: 1420 });
  expect(isCountTyped(card, '142')).toBe(false);
  expect(isCountTyped(card, '')).toBe(false);
  expect(isCountTyped(card, '1,420')).toBe(true);
  expect(isCountTyped(anApproval(), '')).toBe(true);
});

it('says how long a proposal stands', () => {
  expect(expiryText('2026-11-23T10:30:00.000Z', at('10:00'))).toBe('Expires in 30 min');
  expect(expiryText('2026-11-23T20:00:00.000Z', at('10:00'))).toBe('Expires in 10 h');
});
