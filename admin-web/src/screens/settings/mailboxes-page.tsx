import { MailboxesPanel } from './mailboxes-panel.tsx';
import { SuppressionsPanel } from './suppressions-panel.tsx';
import { UnsettledMailPanel } from './unsettled-mail-panel.tsx';

/** What mail is sent from, what of it waits for a decision, and whom none goes to. */
export function MailboxesPage() {
  return (
    <>
      <MailboxesPanel />
      <UnsettledMailPanel />
      <SuppressionsPanel />
    </>
  );
}
