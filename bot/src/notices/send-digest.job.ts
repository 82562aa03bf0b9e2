import { sendDigest } from '@clianta/crm-core/conversations/notice/deliver-notice';
import { Notice, type NoticeRecord } from '@clianta/crm-core/conversations/notice/notice.schema';
import { MAIL, whenTold } from '@clianta/crm-core/conversations/notice/plan-delivery';
import { preferenceOf } from '@clianta/crm-core/conversations/notice/set-notices';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { isRetryable } from '@clianta/crm-core/errors';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import { type Delivery, DeliveryStore } from './delivery-store.ts';
import { isMember } from './is-member.ts';
import type { Outlet, Told } from './outlet.ts';

const MOST_ATTEMPTS = 3;
/** Named in a digest; of the rest it says how many. */
const NAMED = 20;

/** Tells a person on each channel, in one message, what they wanted to hear once a day; nothing where nothing is left. */
export function sendDigestJob(outlets: readonly Outlet[]) {
  return defineJob({
    ...sendDigest,
    async run(
      { crm, workspaceId, scope, attempt }: { crm: CrmCore } & JobRun,
      { userId, date }: { userId: string; date: string },
    ): Promise<void> {
      const store = new DeliveryStore(crm);
      const digestKey = `${userId}:${date}`;
      const taken = await store.takeDigest(workspaceId, userId, digestKey);
      if (taken.length === 0) return;
      const [found, preference, isHere] = await Promise.all([
        crm.records(Notice).getMany(
          scope,
          taken.map(({ noticeId }) => noticeId),
        ),
        preferenceOf(crm, { ...scope, actor: { type: 'user', id: userId, name: '' } }),
        isMember(crm, workspaceId, userId),
      ]);
      for (const [channel, deliveries] of byChannel(taken)) {
        const outlet = outlets.find(({ name }) => name === channel);
        const items: Array<{ delivery: Delivery; notice: NoticeRecord }> = [];
        for (const delivery of deliveries) {
          const notice = found.get(delivery.noticeId);
          const isWanted =
            notice &&
            isHere &&
            !notice.isDeleted &&
            notice.state === 'unread' &&
            !notice.snoozedUntil &&
            whenTold(preference, notice.kind, channel) !== 'off';
          if (isWanted && outlet) items.push({ delivery, notice });
          else await store.settle(delivery, 'skipped', { reason: 'There was no need for it any more.' });
        }
        if (!outlet || items.length === 0) continue;
        items.sort((a, b) => a.notice.at.getTime() - b.notice.at.getTime());
        const told = digestOf(
          items.map(({ notice }) => notice),
          `${userId}-${date}`,
        );
        try {
          for (const target of await outlet.targetsOf(workspaceId, userId)) {
            if (items.every(({ delivery }) => delivery.sentTo.includes(target.id))) continue;
            await target.send(told);
            for (const { delivery } of items) await store.told(delivery, target.id);
          }
          for (const { delivery } of items) await store.settle(delivery, 'sent');
        } catch (error) {
          if (attempt < MOST_ATTEMPTS && isRetryable(error)) throw error;
          const reason = error instanceof Error ? error.message.slice(0, 500) : 'It was not taken.';
          for (const { delivery } of items) await store.settle(delivery, 'failed', { reason });
          const mail = channel === MAIL ? undefined : outlets.find(({ name }) => name === MAIL);
          for (const target of (await mail?.targetsOf(workspaceId, userId)) ?? []) await target.send(told);
        }
      }
    },
  });
}

function byChannel(deliveries: readonly Delivery[]): Map<string, Delivery[]> {
  const groups = new Map<string, Delivery[]>();
  for (const one of deliveries) groups.set(one.channel, [...(groups.get(one.channel) ?? []), one]);
  return groups;
}

function digestOf(notices: readonly NoticeRecord[], id: string): Told {
  const lines = notices.slice(0, NAMED).map(({ title, body }) => `- ${title}${body ? ` (${body})` : ''}`);
  const more = notices.length - lines.length;
  return {
    id,
    title: notices.length === 1 ? 'One thing to know' : `${notices.length} things to know`,
    body: [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
    urgency: 'normal',
    path: '/inbox',
    because: 'It is your digest.',
  };
}
