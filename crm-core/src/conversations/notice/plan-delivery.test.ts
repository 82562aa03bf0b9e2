import { expect, it } from 'vitest';
import { planDelivery } from './plan-delivery.ts';

const now = new Date('2026-12-01T21:00:00Z');
const preference = {
  when: { assigned: { slack: 'digest' as const, push: 'off' as const }, outcome: { mail: 'now' as const } },
  quietHours: { from: '19:00', to: '07:30' },
  digestAt: '08:00',
};
const plan = (
  kind: Parameters<typeof planDelivery>[1]['kind'],
  channel: string,
  urgency: 'normal' | 'critical' = 'normal',
  chosen: typeof preference | undefined = preference,
) => planDelivery(chosen, { kind, urgency }, channel, { now, zone: 'UTC' });

it('tells each kind on each channel when the person wants it, after their quiet hours', () => {
  expect(plan('outcome', 'mail')).toEqual({ status: 'waiting', notBefore: new Date('2026-12-02T07:30:00Z') });
  expect(plan('assigned', 'slack')).toEqual({
    status: 'digest',
    notBefore: new Date('2026-12-02T08:00:00Z'),
  });
  expect(plan('assigned', 'push')).toBeUndefined();
});

it('does not wait with what is critical, and never leaves out what is about security', () => {
  expect(plan('reminder', 'slack', 'critical')).toEqual({ status: 'waiting', notBefore: now });
  expect(plan('security', 'mail', 'critical')).toEqual({ status: 'waiting', notBefore: now });
});

it('tells reminders and approvals where nothing was chosen, and mails nothing', () => {
  const told = (channel: string) =>
    (['reminder', 'approval', 'assigned', 'outcome'] as const).filter((kind) =>
      planDelivery(undefined, { kind, urgency: 'normal' }, channel, { now, zone: 'UTC' }),
    );
  expect(told('slack')).toEqual(['reminder', 'approval']);
  expect(told('push')).toEqual(['reminder', 'approval', 'assigned']);
  expect(told('mail')).toEqual([]);
});

it('stands in for a channel that failed, whatever was chosen of it', () => {
  expect(
    planDelivery(undefined, { kind: 'reminder', urgency: 'normal' }, 'mail', {
      now,
      zone: 'UTC',
      insteadOf: 'slack',
    }),
  ).toEqual({ status: 'waiting', notBefore: now });
});
