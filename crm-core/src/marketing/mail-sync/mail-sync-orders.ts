import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import type { JobType } from '../../work/define-job.ts';

/** What is new in a mailbox; done where its password can be opened. */
export const SYNC_MAIL_ACCOUNT = {
  name: 'sync_mail_account',
  lane: 'channels',
  data: z.object({ accountId: z.string() }),
} as const satisfies JobType;

/** One chunk of what lies further back; the next one is ordered by it. */
export const BACKFILL_MAIL_FOLDER = {
  name: 'backfill_mail_folder',
  lane: 'channels',
  data: z.object({ accountId: z.string() }),
} as const satisfies JobType;

/** A mail that was sent lies in the Sent folder of its mailbox, as one that was sent from there. */
export const COPY_TO_SENT = {
  name: 'copy_to_sent',
  lane: 'channels',
  data: z.object({ messageId: z.string() }),
} as const satisfies JobType;

/** The mails of a thread lie in the trash of their mailbox, or lie there no more, as the thread does. */
export const FILE_THREAD = {
  name: 'file_thread',
  lane: 'channels',
  data: z.object({ threadId: z.string(), byId: z.string() }),
} as const satisfies JobType;

/** What providers file by themselves is there by then. */
const OWN_COPY_MS = 30_000;

export const orderSentCopy = (crm: CrmCore, { workspaceId, id }: { workspaceId: string; id: string }) =>
  crm.enqueue(
    COPY_TO_SENT,
    { messageId: id },
    { workspaceId, key: id, at: new Date(crm.now().getTime() + OWN_COPY_MS) },
  );

interface Ordered {
  workspaceId: string;
  accountId: string;
}

/** Reads it now, or once more after the run that goes on: the time makes another order of the same key. */
export const orderMailSync = (crm: CrmCore, { workspaceId, accountId }: Ordered, at = crm.now()) =>
  crm.enqueue(SYNC_MAIL_ACCOUNT, { accountId }, { workspaceId, key: accountId, at });

export const orderBackfill = (crm: CrmCore, { workspaceId, accountId }: Ordered) =>
  crm.enqueue(BACKFILL_MAIL_FOLDER, { accountId }, { workspaceId, key: `back:${accountId}`, at: crm.now() });
