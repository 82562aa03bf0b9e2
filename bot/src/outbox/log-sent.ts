import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { createOnce } from '@clianta/crm-core/entity/create-once';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import type { OutboxRow } from '@clianta/crm-core/marketing/outbox/outbox-rows';

/** More people of one mail have no entry of their own. */
const MOST = 20;
const MOST_TEXT = 20_000;

/**
 * A mail that was sent stands in the timeline of those it is to: its text only where teammates read the mailbox. Of a
 * private mailbox nothing does.
 */
export async function logSent(crm: CrmCore, row: OutboxRow, account: EmailAccountRecord): Promise<void> {
  if (row.purpose === 'marketing' || account.sharing === 'private') return;
  const { workspaceId, contactIds, companyIds, opportunityId, peopleIds } = row;
  const isAbout = contactIds.length > 0 || companyIds.length > 0 || opportunityId !== undefined;
  if (!isAbout) return;
  const scope = systemScope(workspaceId);
  const body = account.sharing === 'full' ? await textOf(crm, row) : undefined;
  const people = contactIds.length > 0 ? contactIds.slice(0, MOST) : [undefined];
  for (const [at, contactId] of people.entries())
    await createOnce(crm, Activity, scope, idFrom(`mail-sent:${row._id}:${contactId ?? ''}`), {
      type: 'email',
      subject: (row.subject || 'No subject').slice(0, 300),
      at: crm.now(),
      ...(body && { body }),
      ...(contactId && { contactId }),
      ...(companyIds[0] && { companyId: companyIds[0] }),
      // one entry is enough for the deal
      ...(opportunityId && at === 0 && { opportunityId }),
      ...(peopleIds[0] && { userId: peopleIds[0] }),
      isPublic: true,
    });
}

async function textOf(crm: CrmCore, { _id, workspaceId }: OutboxRow): Promise<string | undefined> {
  const found = await crm.store.model(EmailBody).findOne({ _id, workspaceId }).lean<{ text?: string }>();
  return found?.text?.slice(0, MOST_TEXT);
}
