import type { AgentDefinitionRecord } from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { Link } from 'react-router';
import { type Json, recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { recordPath } from '../../metadata/record-path.ts';
import { useSession } from '../../session/session-context.ts';
import { usePeople } from '../../session/use-people.ts';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';

type CustomAgent = Json<AgentDefinitionRecord>;

const STATES = {
  active: { label: 'On', kind: 'badge--accent' },
  paused: { label: 'Paused', kind: 'badge--warning' },
  draft: { label: 'Draft', kind: '' },
} as const;

const PLURAL = 'agent-definitions';

/** The agents that the workspace has made itself; they are made, tried and switched on in the chat. */
export function CustomAgentsPanel() {
  const { workspace } = useSession();
  const people = usePeople(workspace.id);
  const { data, error, reload } = useResource(
    (signal) => recordsOf<CustomAgent>(workspace.id, PLURAL).list({ sort: 'name', limit: 100, signal }),
    [workspace.id],
  );
  const nameOf = (userId: string) => people.find((one) => one.userId === userId)?.name ?? 'Somebody';
  return (
    <Panel
      title="Agents of your own"
      about="Each has a few tools and its own instructions, and does no more than whoever it works for may. Say in the chat “create an agent that looks after overdue tasks”, try it, and switch it on."
    >
      {error && <ProblemState title="The agents did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the agents" lines={3} />}
      {data?.records.length === 0 && <EmptyState title="There are none yet" />}
      {data && data.records.length > 0 && (
        <ul className="rows" aria-label="Agents of your own">
          {data.records.map((agent) => (
            <li key={agent.id} className="rows__row">
              <div className="rows__text">
                <strong>
                  <Link to={recordPath({ plural: PLURAL }, agent.id)}>{agent.name}</Link>
                </strong>
                <p>{agent.description}</p>
                <p>{toldOf(agent, nameOf)}</p>
              </div>
              <span className={`badge ${STATES[agent.status].kind}`}>{STATES[agent.status].label}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Whose it is, which version is in use, and why it is paused. */
function toldOf(agent: CustomAgent, nameOf: (userId: string) => string): string {
  const { ownerId, edition, publishedEdition, pausedBecause } = agent;
  const version =
    publishedEdition === undefined
      ? `version ${edition}, not switched on yet`
      : publishedEdition === edition
        ? `version ${edition} is in use`
        : `version ${publishedEdition} is in use, version ${edition} is a draft`;
  return [`Of ${nameOf(ownerId)}; ${version}.`, pausedBecause].filter(Boolean).join(' ');
}
