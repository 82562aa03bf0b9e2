import type { NoticeKind, NoticeRecord } from './notice.schema.ts';
import type { NoticePreferenceRecord, When } from './notice-preference.schema.ts';
import { afterQuiet, nextTime } from './quiet-hours.ts';

/** Channels that are no chats. */
export const PUSH = 'push';
export const MAIL = 'mail';

type Preference = Pick<NoticePreferenceRecord, 'when' | 'quietHours' | 'digestAt'>;

const DIGEST_AT = '08:00';
/** What is told at once where nobody has chosen; of the rest nothing is told outside the inbox. */
const TOLD_IN_CHATS: readonly NoticeKind[] = ['reminder', 'approval', 'report'];
const PUSHED: readonly NoticeKind[] = [...TOLD_IN_CHATS, 'assigned'];

export function whenTold(
  preference: Pick<Preference, 'when'> | undefined,
  kind: NoticeKind,
  channel: string,
): When {
  // who is not told that their account was changed finds out too late
  if (kind === 'security') return 'now';
  const chosen = preference?.when[kind]?.[channel];
  if (chosen) return chosen;
  if (channel === MAIL) return 'off';
  return (channel === PUSH ? PUSHED : TOLD_IN_CHATS).includes(kind) ? 'now' : 'off';
}

export interface DeliveryPlan {
  status: 'waiting' | 'digest';
  notBefore: Date;
}

/**
 * Whether and when a channel tells a notice, as the person's preference is now.
 *
 * @param zone - the person's
 * @returns undefined where it is off
 */
export function planDelivery(
  preference: Preference | undefined,
  notice: Pick<NoticeRecord, 'kind' | 'urgency'>,
  channel: string,
  { now, zone, insteadOf }: { now: Date; zone: string; insteadOf?: string | undefined },
): DeliveryPlan | undefined {
  const when = insteadOf ? 'now' : whenTold(preference, notice.kind, channel);
  if (when === 'off') return undefined;
  if (notice.urgency === 'critical') return { status: 'waiting', notBefore: now };
  if (when === 'digest') return { status: 'digest', notBefore: nextDigest(preference, now, zone) };
  return { status: 'waiting', notBefore: afterQuiet(preference?.quietHours, now, zone) };
}

/** When the person's next digest is due. */
export function nextDigest(
  preference: Pick<Preference, 'quietHours' | 'digestAt'> | undefined,
  now: Date,
  zone: string,
): Date {
  const due = nextTime(preference?.digestAt ?? DIGEST_AT, now, preference?.quietHours?.zone ?? zone);
  return afterQuiet(preference?.quietHours, due, zone);
}
