import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { useState } from 'react';
import { asApiError } from '../../api/api-error.ts';
import { recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemState, Skeleton } from '../../ui/states.tsx';
import { AuditDetail } from './audit-detail.tsx';
import { type AuditEntry, type AuditWords, CHANGE_WORDS, entityWord } from './audit-entry.ts';

const PAGE = 25;

interface Props {
  groupId: string;
  /** They are of several kinds, or had different things done to them. */
  isMixed: boolean;
  where: Condition[];
  words: AuditWords;
}

/** The records that one request changed, with what became of each, page by page. */
export function AuditRecords({ groupId, isMixed, where, words }: Props) {
  const { workspace } = useSession();
  const [problem, setProblem] = useState<string>();
  const page = (options: { cursor?: string; signal?: AbortSignal }) =>
    recordsOf<AuditEntry>(workspace.id, 'audit').list({
      filter: { where: [...where, { field: 'groupId', op: 'eq', value: groupId }] },
      sort: '-at',
      limit: PAGE,
      ...options,
    });
  const { data, error, reload, replace } = useResource(
    (signal) => page({ signal }),
    [workspace.id, groupId, JSON.stringify(where)],
  );
  if (error) return <ProblemState title="The records did not load" error={error} onRetry={reload} />;
  if (!data) return <Skeleton label="Loading the records" lines={3} />;

  const { nextCursor } = data;
  const loadMore = async (cursor: string) => {
    setProblem(undefined);
    try {
      const next = await page({ cursor });
      replace({ ...next, records: [...data.records, ...next.records] });
    } catch (cause) {
      setProblem(asApiError(cause).message);
    }
  };
  return (
    <>
      <ul className="audit-records">
        {data.records.map((entry) => (
          <li key={entry.id}>
            <div>
              <strong>{entry.recordTitle}</strong>
              {isMixed && (
                <span className="audit__way">
                  {entityWord(entry.entity)} {CHANGE_WORDS[entry.change].toLowerCase()}
                </span>
              )}
              {entry.undoneAt && <span className="audit__way">Undone</span>}
            </div>
            {entry.change === 'updated' && <AuditDetail entry={entry} words={words} />}
          </li>
        ))}
      </ul>
      {problem && <p role="alert">{problem}</p>}
      {nextCursor && <Button onClick={() => void loadMore(nextCursor)}>Show more records</Button>}
    </>
  );
}
