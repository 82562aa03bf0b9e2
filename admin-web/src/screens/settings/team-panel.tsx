import { useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { type Access, AccessState } from './access-state.tsx';
import { AddTeammateDialog } from './add-teammate-dialog.tsx';
import { EditTeammateDialog } from './edit-teammate-dialog.tsx';
import { PasswordLinkDialog } from './password-link-dialog.tsx';
import { RemoveTeammateDialog } from './remove-teammate-dialog.tsx';
import { type Removal, rolesGivenBy, type TeamMember, teamsAmong } from './team-member.ts';
import { TeamRow } from './team-row.tsx';

export function TeamPanel() {
  const { workspace, isAdmin } = useSession();
  const members = recordsOf<TeamMember>(workspace.id, 'team-members');
  const [done, setDone] = useState<string>();
  const { error: problem, run } = useSubmit();
  const [busyId, setBusyId] = useState<string>();
  const [isAdding, setIsAdding] = useState(false);
  const [editing, setEditing] = useState<TeamMember>();
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

  const put = (saved: TeamMember) =>
    replace((data ?? []).map((other) => (other.id === saved.id ? saved : other)));

  const changeRole = (member: TeamMember, role: string) =>
    onMember(member, async () => {
      const saved = await members.update(member.id, { role }, member.version);
      put(saved);
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

  return (
    <Panel title="Team">
      {error && <ProblemState title="The team did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the team" />}
      {data?.length === 0 && <EmptyState title="Nobody here yet" />}
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      {done && <Notice kind="positive">{done}</Notice>}
      <ul className="rows">
        {data?.map((member) => (
          <TeamRow
            key={member.id}
            member={member}
            isBusy={busyId === member.id}
            access={
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
            }
            onEdit={() => setEditing(member)}
            onRole={(role) => void changeRole(member, role)}
            onPasswordLink={() => void makeLink(member)}
            onRemove={() => setRemoving(member)}
          />
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
      {editing && (
        <EditTeammateDialog
          member={editing}
          teams={teamsAmong(data ?? [])}
          onClose={() => setEditing(undefined)}
          onSaved={(saved) => {
            setEditing(undefined);
            put(saved);
            setDone(`Saved ${saved.name}.`);
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
