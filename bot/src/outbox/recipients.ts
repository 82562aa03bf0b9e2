import type { CrmCore } from '@clianta/crm-core/crm-core';
import { whyNotMany } from '@clianta/crm-core/marketing/outbox/may-receive';
import type { OutboxRow } from '@clianta/crm-core/marketing/outbox/outbox-rows';

interface Recipients {
  /** Whom it still goes to. */
  to: string[];
  /** Whom it does not go to, and why, in words. Empty: it goes to all. */
  leftOut: string;
}

/** Whom a mail that is claimed may go to, as it is now: much may have happened since it was queued. */
export async function recipientsOf(crm: CrmCore, row: OutboxRow): Promise<Recipients> {
  const all = [...row.to, ...row.cc, ...row.bcc];
  // of several people none is known to be the contact
  const contactId = all.length === 1 && row.contactIds.length === 1 ? row.contactIds[0] : undefined;
  const refusals = await whyNotMany(
    crm,
    row.workspaceId,
    all.map(({ address }) => ({ address, ...(contactId && { contactId }) })),
    { purpose: row.purpose, topic: row.topic, mailId: row._id },
  );
  return {
    to: all.filter((_, at) => !refusals[at]).map(({ address }) => address),
    leftOut: all
      .flatMap(({ address }, at) => (refusals[at] ? [`${address}: ${refusals[at].text}`] : []))
      .join(' ')
      .slice(0, 500),
  };
}
