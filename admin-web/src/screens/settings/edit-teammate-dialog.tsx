import { useId } from 'react';
import { recordsOf } from '../../api/records.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
import type { TeamMember } from './team-member.ts';

interface Props {
  member: TeamMember;
  /** The teams that there are. */
  teams: readonly string[];
  onClose: () => void;
  onSaved: (member: TeamMember) => void;
}

/** What somebody does here, and in which of the teams. */
export function EditTeammateDialog({ member, teams, onClose, onSaved }: Props) {
  const { workspace } = useSession();
  const { id, version, name, title = '', team = '', leadsTeam = false } = member;
  const listId = useId();
  const { field, values, problem, isBusy, onSubmit } = useForm({ title, team, leadsTeam }, async (wanted) => {
    const isInTeam = wanted.team.trim() !== '';
    const patch = {
      title: wanted.title.trim() || null,
      team: wanted.team.trim() || null,
      leadsTeam: isInTeam && wanted.leadsTeam,
    };
    onSaved(await recordsOf<TeamMember>(workspace.id, 'team-members').update(id, patch, version));
  });
  const lead = field('leadsTeam');
  return (
    <Dialog title={`Change ${name}`} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        {problem && <Notice kind="danger">{problem}</Notice>}
        <TextField label="Title" maxLength={120} autoComplete="off" {...field('title')} />
        <TextField
          label="Team"
          maxLength={60}
          autoComplete="off"
          list={listId}
          placeholder="West"
          hint="Everybody with the same word here is one team. Workflows assign to it, service levels and tickets are for it."
          {...field('team')}
        />
        <datalist id={listId}>
          {teams.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <div className="field">
          <label className="check">
            <input
              type="checkbox"
              checked={values.leadsTeam}
              disabled={!values.team.trim()}
              onChange={(event) => lead.onValue(event.currentTarget.checked)}
            />
            Leads the team
          </label>
          <p className="field__hint">Is told when a ticket of the team is late.</p>
        </div>
        <div className="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabled={isBusy}>
            {isBusy ? 'Saving…' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
