import type { SequenceFigures } from '@clianta/crm-core/marketing/sequence/sequence-figures.schema';
import { request } from '../../../api/request.ts';
import { useResource } from '../../../api/use-resource.ts';
import { useSession } from '../../../session/session-context.ts';
import { Panel } from '../../../ui/page.tsx';
import { ProblemState, Skeleton } from '../../../ui/states.tsx';
import type { SectionProps } from '../record-section.ts';
import { Funnel } from './funnel.tsx';
import './campaign-section.css';

/** How many took each step of a sequence, and why people left it. */
export function SequenceSection({ record, news }: SectionProps) {
  const { workspace } = useSession();
  const address = `/api/workspaces/${workspace.id}/sequences/${encodeURIComponent(record.id)}/figures`;
  const { data, error, reload } = useResource(
    (signal) => request<SequenceFigures>(address, { signal }),
    [address, record.version, news],
  );
  return (
    <Panel title="Step by step">
      {error && <ProblemState title="The sequence did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the sequence" lines={5} />}
      {data && (
        <div className="campaign">
          <Funnel
            bars={[
              { label: 'Enrolled', count: data.enrolled },
              ...data.steps.map(({ title, done }) => ({ label: title, count: done })),
              { label: 'Answered', count: data.answered },
            ]}
          />
          <p className="record-note">
            {data.active} on their way, {data.finished} went through, {data.exited} left.
          </p>
          {data.reasons.length > 0 && (
            <>
              <h3>Why people left</h3>
              <dl className="campaign__exclusions">
                {data.reasons.map(({ reason, count }) => (
                  <div key={reason}>
                    <dt>{reason}</dt>
                    <dd>{count.toLocaleString(workspace.locale)}</dd>
                  </div>
                ))}
              </dl>
            </>
          )}
          {data.steps.some(({ text }) => text) && <h3>What they get</h3>}
          {data.steps.map(
            ({ step, title, text }) =>
              text && (
                <details key={step.id} className="sequence__step">
                  <summary>{title}</summary>
                  <p>{text}</p>
                </details>
              ),
          )}
        </div>
      )}
    </Panel>
  );
}
