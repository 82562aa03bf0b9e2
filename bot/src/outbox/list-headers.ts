import type { CrmCore } from '@clianta/crm-core/crm-core';
import {
  canBeRead,
  type EmailAccountRecord,
} from '@clianta/crm-core/marketing/email-account/email-account.schema';
import type { OutboxRow } from '@clianta/crm-core/marketing/outbox/outbox-rows';
import { unsubscribeLink } from '@clianta/crm-core/marketing/suppression/unsubscribe';
import type { FixedHeaders } from './compose-mail.ts';

/**
 * How a mail program unsubscribes by itself (RFC 8058): at our page, or, where the mailbox is read, by a mail to it. Only
 * of marketing.
 */
export function listHeaders(crm: CrmCore, row: OutboxRow, account: EmailAccountRecord): FixedHeaders {
  const [only] = row.to;
  if (row.purpose !== 'marketing' || !only) return {};
  const { workspaceId, topic = '' } = row;
  const link = unsubscribeLink(crm, { workspaceId, address: only.address, topic });
  const mailto = canBeRead(account) && `<mailto:${account.address}?subject=unsubscribe%20${row._id}>`;
  return {
    'List-Unsubscribe': [`<${link}>`, ...(mailto ? [mailto] : [])].join(', '),
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    Precedence: 'bulk',
  };
}
