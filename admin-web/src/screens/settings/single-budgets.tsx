import type { WorkflowRecord } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { type FormEvent, useState } from 'react';
import { type Json, recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { humanize } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Field, TextField } from '../../ui/field.tsx';
import { ProblemState, Skeleton } from '../../ui/states.tsx';
import { budgetsIn, type LimitedKind, withBudget } from './model-budgets.ts';
import { RowButton, useRowActions } from './use-row-actions.tsx';
import type { WorkspaceSettings } from './workspace-part.tsx';

interface Limited {
  kind: LimitedKind;
  id: string;
  name: string;
}

const MOST = 200;
/** What was saved is drawn by whoever keeps it. */
const nothing = () => {};

interface Props {
  saved: WorkspaceSettings;
  save: (patch: Partial<WorkspaceSettings>) => Promise<void>;
}

/** What single agents and workflows may cost in a month. */
export function SingleBudgets({ saved, save }: Props) {
  const { workspace } = useSession();
  const { data, error, reload } = useResource(
    async (signal): Promise<Limited[]> => {
      const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/agents`;
      const workflows = recordsOf<Json<WorkflowRecord>>(workspace.id, 'workflows');
      const [{ agents }, { records }] = await Promise.all([
        request<{ agents: { name: string }[] }>(path, { signal }),
        workflows.list({ sort: 'name', limit: MOST, signal }),
      ]);
      return [
        ...agents.map(({ name }) => ({ kind: 'agents' as const, id: name, name: humanize(name) })),
        ...records.map(({ id, name }) => ({ kind: 'workflows' as const, id, name })),
      ];
    },
    [workspace.id],
  );
  return (
    <section className="single-budgets" aria-label="Budgets of agents and workflows">
      <h3>Agents and workflows</h3>
      <p className="field__hint">Each can have a budget of its own for a month, within the limits above.</p>
      {error && <ProblemState title="The agents and workflows did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the agents and workflows" lines={2} />}
      {data && <Budgets all={data} saved={saved} save={save} />}
    </section>
  );
}

function Budgets({ all, saved: { modelBudget = {} }, save }: Props & { all: readonly Limited[] }) {
  const { workspace, isAdmin } = useSession();
  const { isBusy, act, told } = useRowActions(nothing);
  const number = new Intl.NumberFormat(workspace.locale);
  const budgets = budgetsIn(modelBudget);
  const nameOf = (kind: LimitedKind, id: string) =>
    all.find((one) => one.kind === kind && one.id === id)?.name ?? 'What is no more';
  const set = (one: Pick<Limited, 'kind' | 'id'>, tokens: number | undefined) =>
    act(() => save({ modelBudget: withBudget(modelBudget, one, tokens) }));
  return (
    <>
      {told}
      <ul className="rows">
        {budgets.map((one) => {
          const name = nameOf(one.kind, one.id);
          return (
            <li key={`${one.kind} ${one.id}`} className="rows__row">
              <div className="rows__text">
                <strong>{name}</strong> {one.kind === 'workflows' && <span className="badge">Workflow</span>}
                <p>{number.format(one.tokens)} tokens a month</p>
              </div>
              {isAdmin && (
                <RowButton
                  label="Remove"
                  of={`the budget of ${name}`}
                  disabled={isBusy}
                  onClick={() => set(one, undefined)}
                />
              )}
            </li>
          );
        })}
      </ul>
      {isAdmin && <NewBudget all={all} isBusy={isBusy} onSet={set} />}
    </>
  );
}

interface NewProps {
  all: readonly Limited[];
  isBusy: boolean;
  onSet: (one: Limited, tokens: number) => void;
}

function NewBudget({ all, isBusy, onSet }: NewProps) {
  const [at, setAt] = useState('');
  const [tokens, setTokens] = useState('');
  const groups: Array<[LimitedKind, string]> = [
    ['agents', 'Agents'],
    ['workflows', 'Workflows'],
  ];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const one = all[Number(at)];
    if (at === '' || !one) return;
    onSet(one, Number(tokens));
    setAt('');
    setTokens('');
  };
  return (
    <form className="inline-form" onSubmit={submit}>
      <Field label="For">
        {(control) => (
          <select
            {...control}
            className="input"
            required
            value={at}
            onChange={(event) => setAt(event.currentTarget.value)}
          >
            <option value="">Choose an agent or a workflow</option>
            {groups.map(([kind, label]) => {
              const own = all.flatMap((one, index) => (one.kind === kind ? [{ ...one, index }] : []));
              return (
                own.length > 0 && (
                  <optgroup key={kind} label={label}>
                    {own.map(({ id, name, index }) => (
                      <option key={id} value={index}>
                        {name}
                      </option>
                    ))}
                  </optgroup>
                )
              );
            })}
          </select>
        )}
      </Field>
      <TextField label="Tokens a month" type="number" min={0} required value={tokens} onValue={setTokens} />
      <Button type="submit" disabled={isBusy || at === '' || tokens === ''}>
        Set the budget
      </Button>
    </form>
  );
}
