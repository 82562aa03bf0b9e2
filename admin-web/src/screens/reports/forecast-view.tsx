import { useState } from 'react';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { useRecordNews } from '../../shell/use-record-news.ts';
import { SelectField } from '../../ui/field.tsx';
import { Panel } from '../../ui/page.tsx';
import { ProblemState, Skeleton } from '../../ui/states.tsx';
import { AnswerView } from './answer-view.tsx';
import { AHEAD } from './periods.ts';
import { reportsOf } from './reports-api.ts';
import { TargetForm } from './target-form.tsx';

const GROUPS = [
  { value: '', label: 'Not divided' },
  { value: 'owner', label: 'Owner' },
  { value: 'stage', label: 'Stage' },
  { value: 'month', label: 'Month' },
  { value: 'company.industry', label: 'Company industry' },
];

/** What a period will come to, against its targets, and what was said earlier. */
export function ForecastView() {
  const { workspace, isAdmin } = useSession();
  const [when, setWhen] = useState('quarter');
  const [groupBy, setGroupBy] = useState('owner');
  const { data, error, isLoading, reload } = useResource(
    async (signal) => {
      const chosen = AHEAD.find(({ value }) => value === when) ?? AHEAD[0];
      return chosen && reportsOf(workspace.id).forecast(chosen.period, groupBy, signal);
    },
    [workspace.id, when, groupBy],
  );
  useRecordNews('opportunity', reload);
  useRecordNews('target', reload);
  return (
    <>
      <Panel
        title="The forecast"
        about="Commit is what is won and what is committed; the best case adds what may well come."
      >
        <div className="reports__question">
          <SelectField label="Of" value={when} options={AHEAD} onValue={setWhen} />
          <SelectField label="By" value={groupBy} options={GROUPS} onValue={setGroupBy} />
        </div>
        {error && <ProblemState title="The forecast did not load" error={error} onRetry={reload} />}
        {!data && !error && <Skeleton label="Working out the forecast" lines={5} />}
        <div aria-busy={isLoading}>{data && <AnswerView answer={data.forecast} of="forecast" />}</div>
      </Panel>
      {data && (
        <>
          <Panel title="Targets" about="Coverage says how often the open deals make up what is missing.">
            <AnswerView answer={data.targets} of="targets" />
            {isAdmin && data.period.key && (
              <TargetForm
                key={data.period.key}
                period={data.period.key}
                label={data.period.label}
                onSet={reload}
              />
            )}
          </Panel>
          {data.trend && (
            <Panel title="What was said earlier" about="Kept every night, half past midnight.">
              <AnswerView answer={data.trend} of="trend" />
            </Panel>
          )}
        </>
      )}
    </>
  );
}
