import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { humanize } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { usePeople } from '../../session/use-people.ts';
import { TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { SettingsForm } from './settings-form.tsx';
import { SingleBudgets } from './single-budgets.tsx';
import { WorkspacePart, type WorkspaceSettings } from './workspace-part.tsx';

interface ModelUse {
  model: string;
  isBuiltIn: boolean;
  month: string;
  tokens?: number;
  people: Array<{ userId: string; tokens: number }>;
  agents: Array<{ agent: string; tokens: number }>;
}

type Budget = NonNullable<WorkspaceSettings['modelBudget']>;

/** The language model in use, what it has cost this month, and what it may cost. */
export function ModelPanel() {
  const { workspace, isAdmin } = useSession();
  const { data, error, reload } = useResource(
    (signal) =>
      request<ModelUse>(`/api/workspaces/${encodeURIComponent(workspace.id)}/model-use`, { signal }),
    [workspace.id],
  );
  return (
    <Panel
      title="Language model"
      about="Where one is set up, a vendor’s model chooses tools and words answers. Within these limits; above them the built-in engine, which costs nothing, answers and says so."
    >
      {error && <ProblemState title="The language model’s use did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the use of the language model" lines={3} />}
      {data && (
        <WorkspacePart>
          {(saved, save) => (
            <>
              <Notice icon="check">
                In use: {data.model}.{data.isBuiltIn && ' It costs nothing, so no limit applies to it.'}
              </Notice>
              <Use use={data} budget={saved.modelBudget ?? {}} />
              <SettingsForm
                key={JSON.stringify(textOf(saved.modelBudget ?? {}))}
                initial={textOf(saved.modelBudget ?? {})}
                save={(text) => {
                  const { agents, workflows } = saved.modelBudget ?? {};
                  const spoken = { ...(agents && { agents }), ...(workflows && { workflows }) };
                  return save({ modelBudget: { ...budgetOf(text), ...spoken } });
                }}
                isReadOnly={!isAdmin}
              >
                {({ field }) => (
                  <>
                    <TextField
                      label="Tokens a month, for the workspace"
                      type="number"
                      min={0}
                      placeholder="No limit"
                      {...field('workspaceTokens')}
                    />
                    <TextField
                      label="Tokens a day, for the whole workspace"
                      type="number"
                      min={0}
                      placeholder="No limit"
                      {...field('dayTokens')}
                    />
                    <TextField
                      label="Tokens a month, for each person"
                      type="number"
                      min={0}
                      placeholder="No limit"
                      {...field('personTokens')}
                    />
                    <TextField
                      label={`Price of a million tokens, in ${workspace.currency}`}
                      inputMode="decimal"
                      placeholder="Not known"
                      hint="Only to say what was spent in money."
                      {...field('pricePerMillion')}
                    />
                  </>
                )}
              </SettingsForm>
              <SingleBudgets saved={saved} save={save} />
            </>
          )}
        </WorkspacePart>
      )}
    </Panel>
  );
}

/** What has a field of its own. */
type Fields = Omit<Budget, 'agents' | 'workflows'>;

const textOf = (budget: Budget): Record<keyof Fields, string> => ({
  workspaceTokens: String(budget.workspaceTokens ?? ''),
  dayTokens: String(budget.dayTokens ?? ''),
  personTokens: String(budget.personTokens ?? ''),
  pricePerMillion: String(budget.pricePerMillion ?? ''),
});

/** What is left empty has no limit. */
function budgetOf(text: Record<keyof Fields, string>): Fields {
  const given = Object.entries(text).filter(([, value]) => value.trim() !== '');
  return Object.fromEntries(given.map(([name, value]) => [name, Number(value.replace(',', '.'))]));
}

function Use({ use, budget }: { use: ModelUse; budget: Budget }) {
  const { workspace, session, isAdmin } = useSession();
  const people = usePeople(workspace.id);
  const { locale, currency } = workspace;
  const said = (tokens: number) => {
    const price = budget.pricePerMillion;
    const count = `${new Intl.NumberFormat(locale).format(tokens)} tokens`;
    if (price === undefined) return count;
    const cost = (tokens / 1_000_000) * price;
    return `${count}, about ${new Intl.NumberFormat(locale, { style: 'currency', currency }).format(cost)}`;
  };
  const nameOf = (userId: string) =>
    userId === session.user.id ? 'You' : (people.find((one) => one.userId === userId)?.name ?? 'Somebody');
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${use.month}-01`),
  );
  if (use.people.length === 0) return <EmptyState title={`Nothing was spent in ${month}`} />;
  return (
    <ul className="rows" aria-label={`Spent in ${month}`}>
      {isAdmin && use.tokens !== undefined && (
        <li className="rows__row">
          <div className="rows__text">
            <strong>The workspace, {month}</strong>
            <p>{said(use.tokens)}</p>
          </div>
          <Share of={use.tokens} limit={budget.workspaceTokens} label="Of the workspace’s budget" />
        </li>
      )}
      {use.agents.map(({ agent, tokens }) => (
        <li key={agent} className="rows__row">
          <div className="rows__text">
            <strong>{humanize(agent)}</strong>
            <p>{said(tokens)}</p>
          </div>
          <Share
            of={tokens}
            limit={budget.agents?.find((one) => one.agent === agent)?.tokens}
            label={`Of the budget: ${humanize(agent)}`}
          />
        </li>
      ))}
      {use.people.map(({ userId, tokens }) => (
        <li key={userId} className="rows__row">
          <div className="rows__text">
            <strong>{nameOf(userId)}</strong>
            <p>{said(tokens)}</p>
          </div>
          <Share of={tokens} limit={budget.personTokens} label={`Of the budget: ${nameOf(userId)}`} />
        </li>
      ))}
    </ul>
  );
}

function Share({ of, limit, label }: { of: number; limit: number | undefined; label: string }) {
  if (!limit) return null;
  return (
    <meter className="rows__control" aria-label={label} min={0} max={limit} high={limit * 0.9} value={of} />
  );
}
