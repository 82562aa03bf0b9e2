import { useState } from 'react';
import { request } from '../../api/request.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
import type { Mailbox } from './mailboxes-panel.tsx';

interface Props {
  onConnected: (mailbox: Mailbox) => void;
  onClose: () => void;
}

interface Server {
  host: string;
  port: number;
  security: string;
}

interface Guess {
  smtp: Server;
  imap: Server;
  hint?: string;
}

const EMPTY = {
  address: '',
  displayName: '',
  password: '',
  user: '',
  smtpHost: '',
  smtpPort: '465',
  smtpSecurity: 'tls',
  imapHost: '',
  imapPort: '993',
  imapSecurity: 'tls',
  sharing: 'metadata',
  isForTeam: false,
};

const SECURITY = [
  { value: 'tls', label: 'TLS' },
  { value: 'starttls', label: 'STARTTLS' },
  { value: 'none', label: 'None' },
];
const SHARING = [
  { value: 'full', label: 'All of its mail' },
  { value: 'metadata', label: 'Who, when and the subject' },
  { value: 'private', label: 'Nothing' },
];

/** The servers are guessed from the address; what was typed stays. */
export function ConnectMailboxDialog({ onConnected, onClose }: Props) {
  const { workspace } = useSession();
  const base = `/api/workspaces/${encodeURIComponent(workspace.id)}/email-accounts`;
  const [guess, setGuess] = useState<Guess>();
  const form = useForm(EMPTY, async (values) => {
    const { address, displayName, password, user, sharing, isForTeam } = values;
    const server = (kind: 'smtp' | 'imap') => ({
      host: values[`${kind}Host`],
      port: Number(values[`${kind}Port`]),
      security: values[`${kind}Security`],
      ...(user && { user }),
    });
    const body = {
      address,
      password,
      sharing,
      isForTeam,
      ...(displayName && { displayName }),
      ...(values.smtpHost && { smtp: server('smtp') }),
      ...(values.imapHost && { imap: server('imap') }),
    };
    onConnected(await request<Mailbox>(`${base}/connect`, { method: 'POST', body }));
  });
  const { field, values, problem, isBusy, onSubmit } = form;
  const look = async () => {
    if (!/^\S+@\S+\.\S+$/.test(values.address)) return;
    const found = await request<Guess>(`${base}/guess?address=${encodeURIComponent(values.address)}`).catch(
      () => undefined,
    );
    if (!found) return;
    setGuess(found);
    // one by one: more may have been typed since
    for (const kind of ['smtp', 'imap'] as const) {
      if (values[`${kind}Host`]) continue;
      field(`${kind}Host`).onValue(found[kind].host);
      field(`${kind}Port`).onValue(String(found[kind].port));
      field(`${kind}Security`).onValue(found[kind].security);
    }
  };
  return (
    <Dialog title="Connect a mailbox" className="link-dialog" onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        {problem && <Notice kind="danger">{problem}</Notice>}
        <div className="form-grid">
          <TextField label="Address" type="email" required onBlur={() => void look()} {...field('address')} />
          <TextField label="Name" placeholder="Sam Lee" {...field('displayName')} />
          <TextField
            label="Password"
            type="password"
            autoComplete="off"
            required
            hint={guess?.hint ?? 'Kept encrypted, and never shown.'}
            {...field('password')}
          />
          <TextField label="User name" placeholder="The address" {...field('user')} />
        </div>
        <Servers title="Outgoing (SMTP)" kind="smtp" form={form} />
        <Servers title="Incoming (IMAP)" kind="imap" form={form} />
        <div className="form-grid">
          <SelectField label="Teammates see" options={SHARING} {...field('sharing')} />
          <label className="check">
            <input
              type="checkbox"
              checked={values.isForTeam}
              onChange={(event) => field('isForTeam').onValue(event.currentTarget.checked)}
            />
            The team sends from it
          </label>
        </div>
        <div className="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            kind="primary"
            disabled={isBusy || !values.address || !values.password || !(values.smtpHost || values.imapHost)}
          >
            {isBusy ? 'Trying…' : 'Connect'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Servers({
  title,
  kind,
  form: { field },
}: {
  title: string;
  kind: 'smtp' | 'imap';
  form: ReturnType<typeof useForm<typeof EMPTY>>;
}) {
  return (
    <fieldset className="mail-server">
      <legend>{title}</legend>
      <TextField label="Server" placeholder={`${kind}.example.com`} {...field(`${kind}Host`)} />
      <TextField label="Port" inputMode="numeric" {...field(`${kind}Port`)} />
      <SelectField label="Encryption" options={SECURITY} {...field(`${kind}Security`)} />
    </fieldset>
  );
}
