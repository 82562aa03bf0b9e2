import type { ReportChoice } from '@clianta/agents/reports/report-choice.schema';
import { useState } from 'react';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Panel } from '../../ui/page.tsx';
import { ProblemState, Skeleton } from '../../ui/states.tsx';
import { AnswerView } from './answer-view.tsx';
import { ReportActions } from './report-actions.tsx';
import { ReportQuestion } from './report-question.tsx';
import { type ReportJson, type ReportSpec, reportsOf } from './reports-api.ts';

interface Props {
  report: ReportJson | undefined;
  initial: ReportSpec;
  choices: readonly ReportChoice[];
  onKept: () => void;
}

/** One report: what it asks, to be changed, and the answer. */
export function ReportView({ report, initial, choices, onKept }: Props) {
  const { workspace } = useSession();
  const [spec, setSpec] = useState(initial);
  const asked = JSON.stringify(spec);
  const { data, error, isLoading, reload } = useResource(
    (signal) => reportsOf(workspace.id).run(JSON.parse(asked), signal),
    [workspace.id, asked],
  );
  const choice = choices.find(({ metric }) => metric === spec.metric);
  return (
    <div>
      <Panel title={report?.name ?? 'A new report'} about={choice && `Counts ${choice.says}.`}>
        <ReportQuestion spec={spec} choices={choices} onChange={setSpec} />
        <ReportActions report={report} spec={spec} onKept={onKept} />
      </Panel>
      <section className="panel" aria-label="The answer" aria-busy={isLoading}>
        {error ? (
          <ProblemState title="The report could not be worked out" error={error} onRetry={reload} />
        ) : data ? (
          <AnswerView answer={data} of="report" />
        ) : (
          <Skeleton label="Working out the report" lines={5} />
        )}
      </section>
    </div>
  );
}
