import type { SequenceFigures } from '@clianta/crm-core/marketing/sequence/sequence-figures';
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
              ...data.steps.map(({ step, done }, at) => ({
                label: `${at + 1}. ${nameOf(step)}`,
                count: done,
              })),
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
                    <dd>{count.toLocaleString()}</dd>
                  </div>
                ))}
              </dl>
            </>
          )}
        </div>
      )}
    </Panel>
  );
}

function nameOf(step: SequenceFigures['steps'][number]['step']): string {
  const { n, unit } = step.delay;
  const when = n === 0 ? '' : `, ${n} ${unit === 'hours' ? 'h' : n === 1 ? 'workday' : 'workdays'} later`;
  if ('title' in step) return `${step.title}${when}`;
  if ('subject' in step) return `${step.subject ? `Mail “${step.subject}”` : 'Mail'}${when}`;
  return `${step.kind === 'wait' ? 'Wait' : step.kind}${when}`;
}
