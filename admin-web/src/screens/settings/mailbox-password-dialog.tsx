import { request } from '../../api/request.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
import type { Mailbox } from './mailboxes-panel.tsx';

interface Props {
  mailbox: Mailbox;
  onKept: () => void;
  onClose: () => void;
}

/** A new password of a mailbox; it is tried before it is kept. */
export function MailboxPasswordDialog({ mailbox: { id, address }, onKept, onClose }: Props) {
  const { workspace } = useSession();
  const { field, values, problem, isBusy, onSubmit } = useForm({ password: '' }, async (body) => {
    const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/email-accounts/${encodeURIComponent(id)}/password`;
    await request(path, { method: 'POST', body });
    onKept();
  });
  return (
    <Dialog title={`Password of ${address}`} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        {problem && <Notice kind="danger">{problem}</Notice>}
        <TextField
          label="Password"
          type="password"
          autoComplete="off"
          required
          hint="It is tried with the mail server, kept encrypted, and never shown."
          {...field('password')}
        />
        <div className="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabled={isBusy || !values.password}>
            {isBusy ? 'Trying…' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
