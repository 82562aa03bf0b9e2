import { useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { initialsOf } from '../../shell/user-menu.tsx';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { type Access, AccessState } from './access-state.tsx';
import { AddTeammateDialog } from './add-teammate-dialog.tsx';
import { PasswordLinkDialog } from './password-link-dialog.tsx';
import { RemoveTeammateDialog } from './remove-teammate-dialog.tsx';
import { type Removal, rolesGivenBy, type TeamMember } from './team-member.ts';

export function TeamPanel() {
  const { workspace, session, isAdmin } = useSession();
  const members = recordsOf<TeamMember>(workspace.id, 'team-members');
  const [done, setDone] = useState<string>();
  const { error: problem, run } = useSubmit();
  const [busyId, setBusyId] = useState<string>();
  const [isAdding, setIsAdding] = useState(false);
  const [removing, setRemoving] = useState<TeamMember>();
  const [link, setLink] = useState<{ name: string; token: string }>();
  const { data, error, reload, replace } = useResource(
    async (signal) => (await members.list({ sort: 'name', limit: 200, signal })).records,
    [workspace.id],
  );

  const accesses = useResource(
    async (signal) =>
      isAdmin ? (await recordsOf<Access>(workspace.id, 'users').list({ limit: 200, signal })).records : [],
    [workspace.id, isAdmin],
  );
  const accessOf = ({ userId }: TeamMember) => accesses.data?.find(({ id }) => id === userId);

  const onMember = async (member: TeamMember, work: () => Promise<void>) => {
    setBusyId(member.id);
    setDone(undefined);
    if ((await run(work))?.status === 409) reload();
    setBusyId(undefined);
  };

  const changeRole = (member: TeamMember, role: string) =>
    onMember(member, async () => {
      const saved = await members.update(member.id, { role }, member.version);
      replace((data ?? []).map((other) => (other.id === saved.id ? saved : other)));
      setDone(`${saved.name} is now ${saved.role}.`);
    });

  const remove = (member: TeamMember, handOverTo: TeamMember | undefined) =>
    onMember(member, async () => {
      setRemoving(undefined);
      const path = `/api/workspaces/${workspace.id}/team-members/${member.id}/remove`;
      const body = handOverTo ? { handOverTo: handOverTo.userId } : {};
      const { handedOver, isPending } = await request<Removal>(path, { method: 'POST', body });
      replace((data ?? []).filter((other) => other.id !== member.id));
      const what = `${handedOver} ${handedOver === 1 ? 'record' : 'records'}`;
      const owns = isPending
        ? ` ${handOverTo?.name} gets their ${what} in the next minutes.`
        : ` ${handOverTo?.name} has their ${what} now.`;
      setDone(`${member.name} is no longer in the team.${handOverTo ? owns : ''}`);
    });

  const makeLink = (member: TeamMember) =>
    onMember(member, async () => {
      const path = `/api/workspaces/${workspace.id}/team-members/${member.id}/password-link`;
      const { token } = await request<{ token: string }>(path, { method: 'POST' });
      setLink({ name: member.name, token });
      accesses.reload();
    });

  /** Nobody changes the own role, and only owners make or unmake owners. */
  const mayChange = (member: TeamMember) =>
    isAdmin && member.userId !== session.user.id && (member.role !== 'owner' || workspace.role === 'owner');

  return (
    <Panel title="Team">
      {error && <ProblemState title="The team did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the team" />}
      {data?.length === 0 && <EmptyState title="Nobody here yet" />}
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      {done && <Notice kind="positive">{done}</Notice>}
      <ul className="rows">
        {data?.map((member) => (
          <li key={member.id} className="rows__row">
            <span className="avatar" aria-hidden="true">
              {initialsOf(member.name)}
            </span>
            <div className="rows__text">
              <strong>
                {member.name} {member.userId === session.user.id && <span className="badge">You</span>}
              </strong>
              <p>{[member.title, member.email].filter(Boolean).join(', ')}</p>
              {mayChange(member) && (
                <AccessState
                  member={member}
                  access={accessOf(member) ?? { id: member.userId }}
                  isBusy={busyId === member.id}
                  onChange={(work) =>
                    void onMember(member, async () => {
                      await work();
                      accesses.reload();
                    })
                  }
                />
              )}
            </div>
            {mayChange(member) && (
              <Button
                kind="quiet"
                className="rows__action"
                aria-label={`New password for ${member.name}`}
                disabled={busyId === member.id}
                onClick={() => void makeLink(member)}
              >
                <Icon name="lock" size={16} /> <span>New password</span>
              </Button>
            )}
            {mayChange(member) ? (
              <select
                className="input rows__control"
                aria-label={`Role of ${member.name}`}
                value={member.role}
                disabled={busyId === member.id}
                onChange={(event) => void changeRole(member, event.currentTarget.value)}
              >
                {rolesGivenBy(workspace.role).map((role) => (
                  <option key={role.value} value={role.value}>
                    {role.label}
                  </option>
                ))}
              </select>
            ) : (
              <span className="badge">{member.role}</span>
            )}
            {mayChange(member) && (
              <Button
                kind="quiet"
                isIcon
                className="rows__action"
                aria-label={`Remove ${member.name}`}
                disabled={busyId === member.id}
                onClick={() => setRemoving(member)}
              >
                <ConsoleIcon name="trash" />
              </Button>
            )}
          </li>
        ))}
      </ul>
      {isAdmin && (
        <div className="form-actions">
          <Button onClick={() => setIsAdding(true)}>
            <Icon name="plus" /> Add teammate
          </Button>
        </div>
      )}
      {isAdding && (
        <AddTeammateDialog
          workspaceId={workspace.id}
          roles={rolesGivenBy(workspace.role)}
          onClose={() => setIsAdding(false)}
          onAdded={(member, token) => {
            setIsAdding(false);
            replace([...(data ?? []), member]);
            setLink({ name: member.name, token });
            accesses.reload();
          }}
        />
      )}
      {removing && (
        <RemoveTeammateDialog
          member={removing}
          others={(data ?? []).filter(({ id, role }) => id !== removing.id && role !== 'viewer')}
          onClose={() => setRemoving(undefined)}
          onRemove={(handOverTo) => void remove(removing, handOverTo)}
        />
      )}
      {link && <PasswordLinkDialog {...link} onClose={() => setLink(undefined)} />}
    </Panel>
  );
}
