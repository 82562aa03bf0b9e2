import type { AIMemoryRecord } from '@clianta/crm-core/conversations/ai-memory/ai-memory.schema';
import { type Json, recordsOf } from '../../../api/records.ts';
import { useResource } from '../../../api/use-resource.ts';
import { useSession } from '../../../session/session-context.ts';
import { Panel } from '../../../ui/page.tsx';
import { ProblemState, Skeleton } from '../../../ui/states.tsx';
import type { SectionProps } from '../record-section.ts';

const MOST = 50;

/** What the assistant was told to remember about the record, with where it has it from. */
export function MemorySection({ kind, record, news }: SectionProps) {
  const { workspace } = useSession();
  const { data, error, reload } = useResource(
    (signal) =>
      recordsOf<Json<AIMemoryRecord>>(workspace.id, 'memories').list({
        filter: {
          where: [
            { field: 'subjectEntity', op: 'eq', value: kind.name },
            { field: 'subjectId', op: 'eq', value: record.id },
          ],
        },
        limit: MOST,
        signal,
      }),
    [workspace.id, kind.name, record.id, news],
  );
  return (
    <Panel title="Remembered">
      {error && <ProblemState title="What is remembered did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading what is remembered" lines={2} />}
      {data?.records.length === 0 && (
        <p className="record-note">
          Nothing yet. Say in the chat what is worth knowing, for example “Remember that … prefers mornings”.
        </p>
      )}
      <ul className="entries">
        {data?.records.map((memory) => (
          <li key={memory.id} className="entry">
            <div>
              {memory.fact} <span className="entry__when">{memory.source}</span>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
