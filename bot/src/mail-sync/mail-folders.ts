import type { CrmCore } from '@clianta/crm-core/crm-core';
import { idFrom } from '@clianta/crm-core/entity/ids';
import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { MailFolder, type MailFolderRecord } from '@clianta/crm-core/marketing/mail-sync/mail-folder.schema';
import type { ImapFlow, ListResponse } from 'imapflow';

export type FolderRow = Omit<MailFolderRecord, 'id'> & { _id: string };

const ROLES: Readonly<Record<string, MailFolderRecord['role']>> = {
  '\\Inbox': 'inbox',
  '\\Sent': 'sent',
  '\\Archive': 'archive',
};

/**
 * The folders that are read: inbox, sent and archive by what the server says they are for; where it has one of all mail, that
 * one alone. Junk, trash and drafts never.
 */
export async function readFolders(
  crm: CrmCore,
  account: EmailAccountRecord,
  client: ImapFlow,
): Promise<FolderRow[]> {
  const listed = await client.list();
  const isAll = ({ specialUse }: ListResponse) => specialUse === '\\All';
  const chosen = listed.some(isAll) ? listed.filter(isAll) : listed;
  const rows: FolderRow[] = [];
  for (const folder of chosen) {
    const role = isAll(folder) ? 'all' : ROLES[folder.specialUse ?? ''];
    const isOpenable = !folder.flags.has('\\Noselect') && !folder.flags.has('\\NonExistent');
    if (role && isOpenable) rows.push(await folderRow(crm, account, folder.path, role));
  }
  return rows.toSorted((a, b) => Number(b.role === 'inbox') - Number(a.role === 'inbox'));
}

/** A folder as it is kept, made where it is new. */
export async function folderRow(
  crm: CrmCore,
  { id: accountId, workspaceId }: EmailAccountRecord,
  path: string,
  role: MailFolderRecord['role'],
): Promise<FolderRow> {
  const _id = idFrom(`folder:${accountId}:${path}`);
  const now = crm.now();
  const own = {
    workspaceId,
    isDeleted: false,
    version: 1,
    createdAt: now,
    updatedAt: now,
    createdBy: 'system',
  };
  const fresh = { ...own, accountId, path, role, uidValidity: '', lastUid: 0, backfillUid: 0 };
  const folders = crm.store.model(MailFolder);
  await folders.collection.updateOne({ _id: _id as never }, { $setOnInsert: fresh }, { upsert: true });
  const found = await folders.findOne({ _id, workspaceId }).lean<FolderRow>();
  return found ?? { ...fresh, _id };
}

/** Where a folder was read up to; kept after each chunk, so that whatever ends a reading repeats one at most. */
export async function keepPosition(
  crm: CrmCore,
  folder: FolderRow,
  set: Partial<
    Pick<MailFolderRecord, 'uidValidity' | 'lastUid' | 'backfillUid' | 'cursor' | 'backPage' | 'comparedAt'>
  >,
): Promise<void> {
  await crm.store
    .model(MailFolder)
    .collection.updateOne({ _id: folder._id as never }, { $set: { ...set, updatedAt: crm.now() } });
  Object.assign(folder, set);
}
