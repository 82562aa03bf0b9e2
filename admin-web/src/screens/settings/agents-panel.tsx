import type { AgentRule } from '@clianta/crm-core/workspace/agent-rules.schema';
import { useId, useState } from 'react';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { humanize } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { SettingsForm } from './settings-form.tsx';
import { WorkspacePart, type WorkspaceSettings } from './workspace-part.tsx';

interface Agent {
  name: string;
  description: string;
  isEssential: boolean;
  tools: Array<{ name: string; description: string; effect: 'read' | 'write' | 'ask' }>;
}

/** Off, or how far it goes by itself. */
type Choice = 'off' | AgentRule['autonomy'];

const CHOICES: ReadonlyArray<{ value: Choice; label: string }> = [
  { value: 'off', label: 'Off' },
  { value: 'suggest', label: 'Suggests' },
  { value: 'act', label: 'Acts' },
  { value: 'free', label: 'Acts freely' },
];

const EFFECTS = {
  read: { label: 'Reads', kind: '' },
  write: { label: 'Writes', kind: 'badge--accent' },
  ask: { label: 'Writes, asks for much', kind: 'badge--warning' },
} as const;

/** The agents that there are, what each can do, and what it may. */
export function AgentsPanel() {
  const { workspace, isAdmin } = useSession();
  const { data, error, reload } = useResource(
    async (signal) => {
      const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/agents`;
      return (await request<{ agents: Agent[] }>(path, { signal })).agents;
    },
    [workspace.id],
  );
  if (error)
    return (
      <Panel title="Agents">
        <ProblemState title="The agents did not load" error={error} onRetry={reload} />
      </Panel>
    );
  return (
    <Panel
      title="What each agent may do"
      about="One that suggests asks before every change. One that acts asks before it deletes, or changes several records. One that acts freely changes up to 100 records at once, and asks before it deletes, before anything leaves the house, and where somebody else has to approve. It holds in every channel, and whatever an agent does can be undone in the audit log."
    >
      {!data && <Skeleton label="Loading the agents" lines={6} />}
      {data?.length === 0 && <EmptyState title="There are no agents" />}
      {data && data.length > 0 && (
        <WorkspacePart>
          {(saved, save) => (
            <SettingsForm
              key={saved.version}
              initial={choicesOf(data, saved)}
              save={(choices) => save({ agentRules: rulesOf(choices) })}
              isReadOnly={!isAdmin}
              isStacked
            >
              {({ field }) => (
                <ul className="rows">
                  {data.map((agent) => (
                    <AgentRow key={agent.name} agent={agent} control={field(agent.name)} />
                  ))}
                </ul>
              )}
            </SettingsForm>
          )}
        </WorkspacePart>
      )}
    </Panel>
  );
}

function choicesOf(agents: readonly Agent[], { agentRules }: WorkspaceSettings): Record<string, string> {
  const choiceOf = ({ name }: Agent) => {
    const rule = agentRules?.find(({ agent }) => agent === name);
    return rule?.isOn === false ? 'off' : (rule?.autonomy ?? 'act');
  };
  return Object.fromEntries(agents.map((agent) => [agent.name, choiceOf(agent)]));
}

/** What is as it comes needs no rule. */
const rulesOf = (choices: Readonly<Record<string, string>>): AgentRule[] =>
  Object.entries(choices)
    .filter(([, choice]) => choice !== 'act')
    .map(([agent, choice]) =>
      choice === 'off'
        ? { agent, isOn: false, autonomy: 'act' }
        : { agent, isOn: true, autonomy: choice as AgentRule['autonomy'] },
    );

interface RowProps {
  agent: Agent;
  control: { value: string; onValue: (value: string) => void; disabled: boolean; error: string | undefined };
}

function AgentRow({ agent: { name, description, tools, isEssential }, control }: RowProps) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const label = humanize(name);
  return (
    <li className="rows__row">
      <Button
        kind="quiet"
        isIcon
        aria-expanded={isOpen}
        aria-controls={id}
        aria-label={`What the ${label.toLowerCase()} can do`}
        onClick={() => setIsOpen(!isOpen)}
      >
        <ConsoleIcon name={isOpen ? 'down' : 'right'} />
      </Button>
      <div className="rows__text">
        <strong>{label}</strong>
        <p>{description}</p>
      </div>
      <div className="rows__control">
        {isEssential ? (
          <p className="field__hint">Always on: it answers what concerns no record.</p>
        ) : (
          <select
            className="input"
            aria-label={label}
            value={control.value}
            disabled={control.disabled}
            onChange={(event) => control.onValue(event.currentTarget.value)}
          >
            {CHOICES.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
        )}
      </div>
      <ul id={id} className="tools" hidden={!isOpen}>
        {tools.map((tool) => (
          <li key={tool.name}>
            <span>
              <strong>{humanize(tool.name.replaceAll('_', ' '))}</strong> {tool.description}
            </span>
            <span className={`badge ${EFFECTS[tool.effect].kind}`}>{EFFECTS[tool.effect].label}</span>
          </li>
        ))}
      </ul>
    </li>
  );
}
