import type { CrmCore } from '@clianta/crm-core/crm-core';
import { normalEmail } from '@clianta/crm-core/entity/email-address';
import { noteBounce } from '@clianta/crm-core/marketing/bounces/note-bounce';
import { readBounceReport } from '@clianta/crm-core/marketing/bounces/read-report';
import { type OutboxRow, OutboxRows } from '@clianta/crm-core/marketing/outbox/outbox-rows';
import { tellSender } from './tell-sender.ts';

/**
 * Takes a delivery report that came into a mailbox. Only addresses that the mail went to are believed: whoever knows a
 * Message-ID of ours can do no more than say that they themselves cannot be reached.
 *
 * @param raw - the report as it came
 * @returns the mail that it is about; undefined: none of this workspace
 */
export async function takeBounce(
  crm: CrmCore,
  workspaceId: string,
  raw: string,
): Promise<string | undefined> {
  const report = readBounceReport(raw);
  const rows = new OutboxRows(crm);
  const row = report && (await rows.find(workspaceId, report.mailId));
  if (!report || !row) return undefined;
  const all = [...row.to, ...row.cc, ...row.bcc].map(({ address }) => address);
  const failed = report.failed.flatMap((one) => {
    const address = all.find((own) => normalEmail(own) === normalEmail(one.address));
    return address ? [{ ...one, address }] : [];
  });
  if (failed.length === 0) return row._id;
  for (const one of failed) await noteBounce(crm, workspaceId, { ...one, mailId: row._id });
  const why = failed
    .map(({ address, text }) => `${address}: ${text}`)
    .join(' ')
    .slice(0, 500);
  if (failed.length === all.length) await end(rows, row, why);
  await tellSender(crm, row, 'bounced', why);
  return row._id;
}

/** Also of what was unknown: it has left. */
async function end(rows: OutboxRows, row: OutboxRow, why: string): Promise<void> {
  if (row.status === 'sent' || row.status === 'unknown') await rows.end(row, undefined, 'bounced', { why });
}
