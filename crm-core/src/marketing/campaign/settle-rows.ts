import type { CrmCore } from '../../crm-core.ts';
import { EmailMessage } from '../email-message/email-message.schema.ts';
import { PAUSED } from './campaign-orders.ts';
import { moveRow, type Row, rowsOf } from './campaign-rows.ts';

interface Mail {
  _id: string;
  status: string;
  why?: string;
}

/** Looks what became of the mails that are out, and moves their recipients on. */
export async function settleRows(crm: CrmCore, workspaceId: string, campaignId: string): Promise<void> {
  const open = (await rowsOf(crm)
    .find({ workspaceId, campaignId, status: { $in: ['queued', 'unknown'] } })
    .toArray()) as unknown as Row[];
  if (open.length === 0) return;
  const mails = (await crm.store
    .model(EmailMessage)
    .collection.find({ _id: { $in: open.flatMap(({ messageId }) => messageId ?? []) as never[] } })
    .project<Mail>({ status: 1, why: 1 })
    .toArray()) as unknown as Mail[];
  const byId = new Map(mails.map((mail) => [mail._id, mail]));
  for (const row of open) {
    const mail = byId.get(row.messageId ?? '');
    if (mail) await settle(crm, row, mail);
  }
}

async function settle(crm: CrmCore, row: Row, { _id, status, why = '' }: Mail): Promise<void> {
  switch (status) {
    case 'sent':
    case 'bounced':
      return moveRow(crm, row, { status: 'sent' });
    case 'failed':
      return moveRow(crm, row, { status: 'failed', skipReason: why.slice(0, 300) });
    case 'unknown':
      return row.status === 'queued' ? moveRow(crm, row, { status: 'unknown' }) : undefined;
    case 'held':
      // nobody decides on one of many: it is left out, and says why
      await crm.store
        .model(EmailMessage)
        .collection.updateOne({ _id: _id as never, status: 'held' }, { $set: { status: 'cancelled' } });
      return moveRow(crm, row, { status: 'skipped', skipReason: why.slice(0, 300) });
    case 'cancelled':
      // it never left, so its next mail is another one
      return why === PAUSED
        ? moveRow(crm, row, { status: 'pending', round: row.round + 1 } as never, ['messageId', 'queuedAt'])
        : moveRow(crm, row, { status: 'skipped', skipReason: why.slice(0, 300) });
  }
}
