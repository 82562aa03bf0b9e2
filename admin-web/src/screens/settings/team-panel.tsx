import type { TeamMemberRecord } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { useState } from 'react';
import { asApiError } from '../../api/api-error.ts';
import { type Json, recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { initialsOf } from '../../shell/user-menu.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';

type TeamMember = Json<TeamMemberRecord>;

const ROLES: { value: TeamMember['role']; label: string }[] = [
  { value: 'viewer', label: 'Viewer: reads' },
  { value: 'member', label: 'Member: reads and writes' },
  { value: 'admin', label: 'Admin: settings too' },
  { value: 'owner', label: 'Owner: everything' },
];

export function TeamPanel() {
  const { workspace, session, isAdmin } = useSession();
  const members = recordsOf<TeamMember>(workspace.id, 'team-members');
  const [result, setResult] = useState<{ kind: 'positive' | 'danger'; text: string }>();
  const [busyId, setBusyId] = useState<string>();
  const { data, error, reload, replace } = useResource(
    async (signal) => (await members.list({ sort: 'name', limit: 200, signal })).records,
    [workspace.id],
  );

  const changeRole = async (member: TeamMember, role: string) => {
    setBusyId(member.id);
    setResult(undefined);
    try {
      const saved = await members.update(member.id, { role }, member.version);
      replace((data ?? []).map((other) => (other.id === saved.id ? saved : other)));
      setResult({ kind: 'positive', text: `${saved.name} is now ${saved.role}.` });
    } catch (cause) {
      const problem = asApiError(cause);
      setResult({ kind: 'danger', text: problem.message });
      if (problem.status === 409) reload();
    } finally {
      setBusyId(undefined);
    }
  };

  /** Nobody changes the own role, and only owners make or unmake owners. */
  const mayChange = (member: TeamMember) =>
    isAdmin && member.userId !== session.user.id && (member.role !== 'owner' || workspace.role === 'owner');

  return (
    <Panel title="Team" about="What people may do here, in the chat of every channel and through the API.">
      {error && <ProblemState title="The team did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the team" />}
      {data?.length === 0 && <EmptyState title="Nobody here yet" />}
      {result && <Notice kind={result.kind}>{result.text}</Notice>}
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
            </div>
            {mayChange(member) ? (
              <select
                className="input rows__control"
                aria-label={`Role of ${member.name}`}
                value={member.role}
                disabled={busyId === member.id}
                onChange={(event) => void changeRole(member, event.currentTarget.value)}
              >
                {ROLES.filter(({ value }) => value !== 'owner' || workspace.role === 'owner').map((role) => (
                  <option key={role.value} value={role.value}>
                    {role.label}
                  </option>
                ))}
              </select>
            ) : (
              <span className="badge">{member.role}</span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
