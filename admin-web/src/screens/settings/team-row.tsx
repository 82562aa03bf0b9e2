import type { ReactNode } from 'react';
import { useSession } from '../../session/session-context.ts';
import { initialsOf } from '../../shell/user-menu.tsx';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { Icon } from '../../ui/icon.tsx';
import { rolesGivenBy, type TeamMember } from './team-member.ts';

interface Props {
  member: TeamMember;
  isBusy: boolean;
  /** Shown below the name to whoever may change their access. */
  access: ReactNode;
  onEdit: () => void;
  onRole: (role: string) => void;
  onPasswordLink: () => void;
  onRemove: () => void;
}

/** "West", and of who leads it "leads West". */
const teamOf = ({ team, leadsTeam }: TeamMember) => team && (leadsTeam ? `leads ${team}` : `team ${team}`);

/** Somebody of the team, with what one may change of them. */
export function TeamRow({ member, isBusy, access, onEdit, onRole, onPasswordLink, onRemove }: Props) {
  const { workspace, session, isAdmin } = useSession();
  const { name, title, email, role, userId } = member;
  const isSelf = userId === session.user.id;
  /** Only owners change owners. */
  const mayEdit = isAdmin && (role !== 'owner' || workspace.role === 'owner');
  /** Nobody changes what they may themselves. */
  const mayChange = mayEdit && !isSelf;
  return (
    <li className="rows__row">
      <span className="avatar" aria-hidden="true">
        {initialsOf(name)}
      </span>
      <div className="rows__text">
        <strong>
          {name} {isSelf && <span className="badge">You</span>}
        </strong>
        <p>{[title, teamOf(member), email].filter(Boolean).join(', ')}</p>
        {mayChange && access}
      </div>
      {mayEdit && (
        <Button
          kind="quiet"
          isIcon
          className="rows__action"
          aria-label={`Change ${name}`}
          title="Change title and team"
          disabled={isBusy}
          onClick={onEdit}
        >
          <ConsoleIcon name="pencil" />
        </Button>
      )}
      {mayChange && (
        <Button
          kind="quiet"
          isIcon
          className="rows__action"
          aria-label={`New password for ${name}`}
          title="A link for a new password"
          disabled={isBusy}
          onClick={onPasswordLink}
        >
          <Icon name="lock" />
        </Button>
      )}
      {mayChange ? (
        <select
          className="input rows__control"
          aria-label={`Role of ${name}`}
          value={role}
          disabled={isBusy}
          onChange={(event) => onRole(event.currentTarget.value)}
        >
          {rolesGivenBy(workspace.role).map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      ) : (
        <span className="badge">{role}</span>
      )}
      {mayChange && (
        <Button
          kind="quiet"
          isIcon
          className="rows__action"
          aria-label={`Remove ${name}`}
          title="Remove from the team"
          disabled={isBusy}
          onClick={onRemove}
        >
          <ConsoleIcon name="trash" />
        </Button>
      )}
    </li>
  );
}
