import type { CrmCore } from '@clianta/crm-core/crm-core';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import type { OutboxRow } from '@clianta/crm-core/marketing/outbox/outbox-rows';
import { tell } from '@clianta/jobs/tell';

const WORDS = {
  failed: (to: string) => `Your mail to ${to} did not go out`,
  held: (to: string) => `Your mail to ${to} waits for you`,
  unknown: (to: string) => `Nobody knows whether your mail to ${to} went out`,
  bounced: (to: string) => `Your mail to ${to} came back`,
  partly: (to: string) => `Your mail did not go to everybody: ${to}`,
} as const;

/** Tells whose mail it is what became of it. Campaigns and sequences count theirs and report them. */
export async function tellSender(
  crm: CrmCore,
  row: OutboxRow,
  what: keyof typeof WORDS,
  body: string,
): Promise<void> {
  if (row.source) return;
  const to = row.to.map(({ name, address }) => name || address).join(', ');
  for (const userId of row.peopleIds)
    await tell(
      { crm, notify: async () => {} },
      {
        workspaceId: row.workspaceId,
        userId,
        kind: 'outcome',
        urgency: 'high',
        key: `mail:${row._id}:${what}`,
        title: WORDS[what](to.slice(0, 120)).slice(0, 300),
        body: `“${row.subject}”: ${body}`.slice(0, 1_000),
        because: 'The mail is yours.',
        entity: EmailMessage.name,
        recordId: row._id,
        at: crm.now(),
      },
    );
}
