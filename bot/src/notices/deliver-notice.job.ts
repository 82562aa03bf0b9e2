import { deliverNotice } from '@clianta/crm-core/conversations/notice/deliver-notice';
import { Notice, type NoticeRecord } from '@clianta/crm-core/conversations/notice/notice.schema';
import { NoticePreference } from '@clianta/crm-core/conversations/notice/notice-preference.schema';
import { enqueueDelivery, planOn } from '@clianta/crm-core/conversations/notice/plan-deliveries';
import { MAIL, nextDigest, PUSH, planDelivery } from '@clianta/crm-core/conversations/notice/plan-delivery';
import { isActive } from '@clianta/crm-core/conversations/notice/presence';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { isRetryable } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import { type Delivery, DeliveryStore } from './delivery-store.ts';
import { isMember } from './is-member.ts';
import type { Outlet } from './outlet.ts';

/** What comes later than this is no news any more. */
const LATE_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
/** Told on one channel in an hour; more comes with the digest. */
const MOST_AN_HOUR = 20;
/** After this a channel counts as failed. */
const MOST_ATTEMPTS = 3;

type Context = { crm: CrmCore } & JobRun;

/**
 * Tells a notice on one channel, once over all processes; not what the person has seen elsewhere or turned off by then.
 * What a channel does not take goes by mail.
 */
export function deliverNoticeJob(outlets: readonly Outlet[]) {
  return defineJob({
    ...deliverNotice,
    async run(context: Context, { noticeId, channel }): Promise<void> {
      const { crm, workspaceId, scope } = context;
      const deliveries = new DeliveryStore(crm);
      const delivery = await deliveries.find(workspaceId, noticeId, channel);
      if (delivery?.status !== 'waiting') return;
      const notice = (await crm.records(Notice).getMany(scope, [noticeId])).get(noticeId);
      const outlet = outlets.find(({ name }) => name === channel);
      const needless = await whyNot(crm, notice, channel, outlet);
      if (!notice || !outlet || needless)
        return deliveries.settle(delivery, 'skipped', { reason: needless ?? 'It is gone.' });
      if (await isPutOff(context, notice, delivery, deliveries)) return;
      const targets = await outlet.targetsOf(workspaceId, notice.userId);
      if (targets.length === 0)
        return deliveries.settle(delivery, 'skipped', { reason: `No ${outlet.label} account is linked.` });
      try {
        for (const target of targets.filter(({ id }) => !delivery.sentTo.includes(id))) {
          await target.send({ ...notice, path: `/inbox?notice=${noticeId}` });
          await deliveries.told(delivery, target.id);
        }
      } catch (error) {
        if (context.attempt < MOST_ATTEMPTS && isRetryable(error)) throw error;
        logger.warn({ err: error, channel, noticeId }, 'a notice could not be told');
        // first the mail is on its way, then this one is given up: a crash in between does both again
        if (channel !== MAIL) await planOn(crm, notice, MAIL, { insteadOf: channel });
        const reason = error instanceof Error ? error.message : String(error);
        return deliveries.settle(delivery, 'failed', { reason: reason.slice(0, 500) });
      }
      await deliveries.settle(delivery, 'sent');
    },
  });
}

/** Why it is not told there any more; undefined when it is. */
async function whyNot(
  crm: CrmCore,
  notice: NoticeRecord | undefined,
  channel: string,
  outlet: Outlet | undefined,
): Promise<string | undefined> {
  if (!notice || notice.isDeleted) return 'The notice was deleted.';
  if (notice.state !== 'unread') return 'You had seen it by then.';
  if (notice.snoozedUntil) return 'You had snoozed it by then.';
  if (crm.now().getTime() - notice.at.getTime() > LATE_MS) return 'It was too old by then.';
  if (!outlet) return channel === MAIL ? 'No mail server is set up.' : `${channel} is not connected.`;
  if (!(await isMember(crm, notice.workspaceId, notice.userId))) return 'They are not in the team any more.';
  if (channel === PUSH && (await isActive(crm, notice.workspaceId, notice.userId)))
    return 'You were in the console.';
  return undefined;
}

/** Follows the preference as it is now, and the measure of an hour. @returns whether it is not told now */
async function isPutOff(
  { crm, workspaceId, scope }: Context,
  notice: NoticeRecord,
  delivery: Delivery,
  deliveries: DeliveryStore,
): Promise<boolean> {
  const { channel, insteadOf } = delivery;
  const { userId } = notice;
  const now = crm.now();
  const [preference, { timeZone: zone }] = await Promise.all([
    crm.records(NoticePreference).findOne(scope, { userId }),
    crm.localOf(workspaceId, userId),
  ]);
  const plan = planDelivery(preference, notice, channel, { now, zone, insteadOf });
  if (!plan) {
    await deliveries.settle(delivery, 'skipped', { reason: 'You have turned it off.' });
    return true;
  }
  const isTooMany =
    notice.urgency !== 'critical' &&
    (await deliveries.sentSince(delivery, new Date(now.getTime() - HOUR_MS))) >= MOST_AN_HOUR;
  const isDigest = plan.status === 'digest' || isTooMany;
  if (!isDigest && plan.notBefore <= now) return false;
  const put = isDigest
    ? { status: 'digest' as const, notBefore: nextDigest(preference, now, zone) }
    : { status: 'waiting' as const, notBefore: plan.notBefore };
  const reason = isTooMany
    ? `You were told ${MOST_AN_HOUR} things there within the hour.`
    : isDigest
      ? 'It waits for your digest.'
      : 'It waits until your quiet hours end.';
  // it is enqueued first: after a crash in between it is put off once more
  await enqueueDelivery(crm, { ...delivery, ...put }, zone);
  await deliveries.settle(delivery, put.status, { notBefore: put.notBefore, reason });
  return true;
}
