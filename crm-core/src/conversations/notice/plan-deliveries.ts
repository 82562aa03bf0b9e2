import { DateTime } from 'luxon';
import type { CrmCore } from '../../crm-core.ts';
import { createOnce } from '../../entity/create-once.ts';
import { idFrom } from '../../entity/ids.ts';
import { systemScope } from '../../entity/scope.ts';
import { ExternalIdentity } from '../../workspace/external-identity/external-identity.schema.ts';
import { deliverNotice, sendDigest } from './deliver-notice.ts';
import type { NoticeRecord } from './notice.schema.ts';
import { NoticeDelivery, type NoticeDeliveryRecord } from './notice-delivery.schema.ts';
import { NoticePreference } from './notice-preference.schema.ts';
import { MAIL, PUSH, planDelivery } from './plan-delivery.ts';
import { PushSubscription } from './push-subscription.schema.ts';

const MOST_ACCOUNTS = 50;

/** Has the notice told on the channels that its person wants. Safe to repeat: on each channel it is told once. */
export async function planDeliveries(crm: CrmCore, notice: NoticeRecord): Promise<void> {
  for (const channel of await channelsOf(crm, notice.workspaceId, notice.userId))
    await planOn(crm, notice, channel);
}

/**
 * @param insteadOf - the channel that failed, whose place this one takes
 * @param isAgain - it was snoozed, and is told anew where it has been told before
 */
export async function planOn(
  crm: CrmCore,
  notice: NoticeRecord,
  channel: string,
  { insteadOf, isAgain = false }: { insteadOf?: string; isAgain?: boolean } = {},
): Promise<void> {
  const { id: noticeId, workspaceId, userId } = notice;
  const system = systemScope(workspaceId);
  const [preference, { timeZone: zone }] = await Promise.all([
    crm.records(NoticePreference).findOne(system, { userId }),
    crm.localOf(workspaceId, userId),
  ]);
  const plan = planDelivery(preference, notice, channel, { now: crm.now(), zone, insteadOf });
  if (!plan) return;
  const id = idFrom(`delivery:${noticeId}:${channel}`);
  const { record, isNew } = await createOnce(crm, NoticeDelivery, system, id, {
    noticeId,
    userId,
    channel,
    ...plan,
    ...(insteadOf && { insteadOf }),
  });
  const delivery =
    isAgain && !isNew
      ? await crm.records(NoticeDelivery).update(system, id, { ...plan, sentTo: [], ...AFRESH })
      : record;
  await enqueueDelivery(crm, delivery, zone);
}

const AFRESH = { sentAt: null, reason: null, digestKey: null } as const;

/** Puts it on the work that waits, for the time that it is stored with. */
export async function enqueueDelivery(
  crm: CrmCore,
  { workspaceId, noticeId, channel, userId, status, notBefore }: NoticeDeliveryRecord,
  zone: string,
): Promise<void> {
  if (status === 'waiting')
    await crm.enqueue(
      deliverNotice,
      { noticeId, channel },
      { workspaceId, key: `${noticeId}:${channel}`, at: notBefore },
    );
  if (status !== 'digest') return;
  const date = DateTime.fromJSDate(notBefore, { zone }).toFormat('yyyy-MM-dd');
  await crm.enqueue(sendDigest, { userId, date }, { workspaceId, key: `${userId}:${date}`, at: notBefore });
}

/** The channels on which a person could be told: the chats they have linked, their browsers, and mail. */
export async function channelsOf(crm: CrmCore, workspaceId: string, userId: string): Promise<string[]> {
  const system = systemScope(workspaceId);
  const own = { where: [{ field: 'userId', op: 'eq' as const, value: userId }], limit: MOST_ACCOUNTS };
  const [accounts, browsers] = await Promise.all([
    crm.records(ExternalIdentity).find(system, own),
    crm.records(PushSubscription).find(system, { ...own, limit: 1 }),
  ]);
  return [
    ...new Set(accounts.records.map(({ channel }) => channel)),
    ...(browsers.records.length > 0 ? [PUSH] : []),
    MAIL,
  ];
}
