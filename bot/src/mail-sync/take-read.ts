import type { CrmCore } from '@clianta/crm-core/crm-core';
import { logger } from '@clianta/crm-core/logger';
import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { autoKindOf } from '@clianta/crm-core/marketing/mail-sync/auto-kind';
import type { OwnPeople } from '@clianta/crm-core/marketing/mail-sync/known-people';
import { type ReadMail, takeMails } from '@clianta/crm-core/marketing/mail-sync/take-mail';
import { settleFromSent } from '../outbox/settle-mail.ts';
import { takeBounce } from '../outbox/take-bounce.ts';
import type { FolderRow } from './mail-folders.ts';
import { unsubscribeByMail } from './unsubscribe-by-mail.ts';

/** A mail with its source. */
export interface Fetched extends ReadMail {
  source: Buffer;
}

/** One reading of a mailbox, wherever that is. */
export interface ReadingOf {
  crm: CrmCore;
  account: EmailAccountRecord;
  own: OwnPeople;
  signal: AbortSignal;
}

/** Takes what was read in a folder, and heeds what it asks for. @returns how many mails are new here */
export async function takeRead(
  { crm, account, own }: ReadingOf,
  folder: Pick<FolderRow, '_id' | 'role'>,
  mails: readonly Fetched[],
  isNew: boolean,
): Promise<number> {
  const { id, workspaceId } = account;
  const taken = await takeMails({ crm, account, folderId: folder._id, own, isNew }, mails);
  let fresh = 0;
  for (const [at, one] of mails.entries()) {
    const became = taken[at];
    if (became?.kind === 'new') fresh++;
    if (became?.kind === 'skipped' && became.why)
      logger.info({ accountId: id, why: became.why }, 'a mail was left out');
    if (became?.kind !== 'known') await heed(crm, workspaceId, one);
  }
  const ids = mails.map(({ mail }) => mail.messageId);
  // what lies there has gone out, whatever became of the connection
  if (/^(sent|all)$/.test(folder.role)) await settleFromSent(crm, workspaceId, ids);
  return fresh;
}

/** What a mail asks for by being what it is: a report that another came back, or a wish to have no more. */
async function heed(crm: CrmCore, workspaceId: string, { mail, source }: Fetched): Promise<void> {
  if (autoKindOf(mail) === 'bounce') await takeBounce(crm, workspaceId, source.toString('latin1'));
  await unsubscribeByMail(crm, workspaceId, mail.subject);
}
