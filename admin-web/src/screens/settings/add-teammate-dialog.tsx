import { request } from '../../api/request.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
import type { TeamMember } from './team-member.ts';

interface Props {
  workspaceId: string;
  roles: readonly { value: string; label: string }[];
  onAdded: (member: TeamMember, token: string) => void;
  onClose: () => void;
}

interface Invited {
  member: TeamMember;
  token: string;
}

export function AddTeammateDialog({ workspaceId, roles, onAdded, onClose }: Props) {
  const { field, problem, isBusy, onSubmit } = useForm(
    { name: '', email: '', role: 'member' },
    async (body) => {
      const path = `/api/workspaces/${encodeURIComponent(workspaceId)}/team-members/invite`;
      const { member, token } = await request<Invited>(path, { method: 'POST', body });
      onAdded(member, token);
    },
  );

  return (
    <Dialog title="Add a teammate" onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        {problem && <Notice kind="danger">{problem}</Notice>}
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
