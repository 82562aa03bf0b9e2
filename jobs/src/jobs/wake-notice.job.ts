import { wakeNotice as order } from '@clianta/crm-core/conversations/notice/deliver-notice';
import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { channelsOf, planOn } from '@clianta/crm-core/conversations/notice/plan-deliveries';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';
import { show } from '../tell.ts';

/** Brings a snoozed notice back, and tells it anew; not what was seen, or snoozed further, by then. */
export const wakeNotice = defineJob({
  ...order,
  async run(context: JobRunContext, { noticeId }) {
    const { crm, workspaceId, scope } = context;
    const notices = crm.records(Notice);
    const now = crm.now();
    const notice = (await notices.getMany(scope, [noticeId])).get(noticeId);
    if (!notice || notice.isDeleted || notice.state === 'done') return;
    if (!notice.snoozedUntil || notice.snoozedUntil > now) return;
    // its deliveries are planned first: a crash in between tells it again, and does not leave it untold
    const woken = { ...notice, at: now };
    for (const channel of await channelsOf(crm, workspaceId, notice.userId))
      await planOn(crm, woken, channel, { isAgain: true });
    const shown = await notices.update(scope, noticeId, { state: 'unread', snoozedUntil: null, at: now });
    await show(context, shown);
  },
});
