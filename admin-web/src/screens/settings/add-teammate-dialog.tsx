import { type FormEvent, useState } from 'react';
import { type ApiError, asApiError } from '../../api/api-error.ts';
import { request } from '../../api/request.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import type { TeamMember } from './team-member.ts';

interface Props {
  workspaceId: string;
  roles: readonly { value: string; label: string }[];
  onAdded: (member: TeamMember, token: string) => void;
  onClose: () => void;
}

export function AddTeammateDialog({ workspaceId, roles, onAdded, onClose }: Props) {
  const [values, setValues] = useState({ name: '', email: '', role: 'member' });
  const [error, setError] = useState<ApiError>();
  const [isBusy, setIsBusy] = useState(false);
  const isOfFields = Object.keys(error?.fields ?? {}).length > 0;

  const field = (name: keyof typeof values) => ({
    value: values[name],
    error: error?.fields[name],
    onValue: (value: string) => setValues((all) => ({ ...all, [name]: value })),
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    setError(undefined);
    try {
      const { member, token } = await request<{ member: TeamMember; token: string }>(
        `/api/workspaces/${encodeURIComponent(workspaceId)}/team-members/invite`,
        { method: 'POST', body: values },
      );
      onAdded(member, token);
    } catch (cause) {
      setError(asApiError(cause));
      setIsBusy(false);
    }
  };

  return (
    <Dialog title="Add a teammate" onClose={onClose}>
      <form className="dialog-form" onSubmit={submit}>
        {error && !isOfFields && <Notice kind="danger">{error.message}</Notice>}
        <TextField label="Name" required maxLength={120} {...field('name')} />
        <TextField
          label="E-mail"
          type="email"
          required
          hint="For signing in, and to be recognised in Slack."
          {...field('email')}
        />
        <SelectField label="Role" options={roles} {...field('role')} />
        <div className="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabled={isBusy}>
            {isBusy ? 'Adding…' : 'Add teammate'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
