import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { useState } from 'react';
import { type Json, recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { ConnectMailboxDialog } from './connect-mailbox-dialog.tsx';
import { EditMailboxDialog } from './edit-mailbox-dialog.tsx';
import { MailboxPasswordDialog } from './mailbox-password-dialog.tsx';
import { testMailbox } from './test-mailbox.ts';
import { RowButton, useRowActions } from './use-row-actions.tsx';

export type Mailbox = Json<EmailAccountRecord>;

const SEEN = {
  full: 'teammates read its mail',
  metadata: 'teammates see who, when and the subject',
  private: 'teammates see nothing of its mail',
} as const;

const reachedBy = ({ credentialId, smtp, imap }: Mailbox): string =>
  credentialId
    ? 'Sends and reads by the account that is connected under Integrations'
    : `${smtp ? `Sends through ${smtp.host}` : 'Does not send'}${imap ? `, reads ${imap.host}` : ''}`;

/** What mail is sent from and read in: whether it works, and how it is mended. */
export function MailboxesPanel() {
  const { workspace, session, isAdmin } = useSession();
  const kind = useKinds().get('emailAccount');
  const mailboxes = recordsOf<Mailbox>(workspace.id, 'email-accounts');
  const { data, error, reload } = useResource(
    async (signal) => (await mailboxes.list({ sort: 'address', limit: 200, signal })).records,
    [workspace.id],
  );
  const [isAdding, setIsAdding] = useState(false);
  const [dialog, setDialog] = useState<{ of: Mailbox; what: 'edit' | 'password' }>();
  const { isBusy, act, told } = useRowActions(reload);
  const close = () => {
    setDialog(undefined);
    reload();
  };
  return (
    <Panel
      title="Mailboxes"
      about="What is mailed goes out once through your own mail server, at the pace it allows. Passwords are kept encrypted and shown to nobody."
    >
      {error && <ProblemState title="The mailboxes did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the mailboxes" lines={3} />}
      {told}
      {data?.length === 0 && (
        <EmptyState title="No mailbox is connected">
          <p>Connect yours, and mail that you approve is sent from it.</p>
        </EmptyState>
      )}
      <ul className="rows" aria-label="Mailboxes">
        {data?.map((mailbox) => (
          <li key={mailbox.id} className="rows__row">
            <div className="rows__text">
              <strong>{mailbox.address}</strong> <State mailbox={mailbox} />{' '}
              {mailbox.isForTeam && <span className="badge">Team</span>}
              <p>
                {reachedBy(mailbox)}; {SEEN[mailbox.sharing]}
              </p>
              {mailbox.sendError && <p>{mailbox.sendError}</p>}
              {mailbox.lastError && <p>{mailbox.lastError}</p>}
            </div>
            {(isAdmin || mailbox.ownerId === session.user.id) && (
              <div className="rows__state">
                <RowButton
                  label="Test"
                  of={mailbox.address}
                  disabled={isBusy || !(mailbox.smtp || mailbox.credentialId) || mailbox.isPaused}
                  onClick={() =>
                    act(
                      () => testMailbox(workspace.id, mailbox.id),
                      `A test from ${mailbox.address} was sent to you.`,
                    )
                  }
                />
                <RowButton
                  label="Change"
                  of={mailbox.address}
                  disabled={isBusy}
                  onClick={() => setDialog({ of: mailbox, what: 'edit' })}
                />
                {!mailbox.credentialId && (
                  <RowButton
                    label="Password"
                    of={mailbox.address}
                    disabled={isBusy}
                    onClick={() => setDialog({ of: mailbox, what: 'password' })}
                  />
                )}
                <RowButton
                  label={mailbox.isPaused ? 'Resume' : 'Pause'}
                  of={mailbox.address}
                  disabled={isBusy}
                  onClick={() => act(() => mailboxes.update(mailbox.id, { isPaused: !mailbox.isPaused }))}
                />
                <RowButton
                  label="Remove"
                  of={mailbox.address}
                  disabled={isBusy}
                  onClick={() =>
                    act(
                      () => mailboxes.remove(mailbox.id),
                      `Removed ${mailbox.address}; what was to go out from it is held. You can undo this in the audit log.`,
                    )
                  }
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {kind?.rights.create && (
        <div className="form-actions">
          <Button onClick={() => setIsAdding(true)}>
            <Icon name="plus" /> Connect a mailbox
          </Button>
        </div>
      )}
      {isAdding && (
        <ConnectMailboxDialog
          onClose={() => setIsAdding(false)}
          onConnected={({ address }) => {
            setIsAdding(false);
            act(async () => {}, `${address} is connected. Send yourself a test.`);
          }}
        />
      )}
      {dialog?.what === 'password' && (
        <MailboxPasswordDialog mailbox={dialog.of} onClose={() => setDialog(undefined)} onKept={close} />
      )}
      {dialog?.what === 'edit' && kind && (
        <EditMailboxDialog
          kind={kind}
          mailbox={dialog.of}
          onClose={() => setDialog(undefined)}
          onSaved={close}
        />
      )}
    </Panel>
  );
}

function State({ mailbox: { isPaused, sendState, smtp } }: { mailbox: Mailbox }) {
  if (isPaused) return <span className="badge">Paused</span>;
  if (sendState === 'reconnect') return <span className="badge badge--danger">Password refused</span>;
  if (sendState === 'paused') return <span className="badge badge--warning">Server is away</span>;
  return smtp ? <span className="badge badge--positive">On</span> : null;
}
