import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { useMemo } from 'react';
import { recordsOf } from '../../api/records.ts';
import { usePages } from '../../api/use-pages.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useValueStyle } from '../../metadata/use-value-style.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemState, Skeleton } from '../../ui/states.tsx';
import { AuditDetail } from './audit-detail.tsx';
import { type AuditEntry, CHANGE_WORDS, valuedBy } from './audit-entry.ts';

const PAGE = 25;

interface Props {
  groupId: string;
  /** They are of several kinds, or had different things done to them. */
  isMixed: boolean;
  where: Condition[];
}

/** The records that one request changed, with what became of each, page by page. */
export function AuditRecords({ groupId, isMixed, where }: Props) {
  const { workspace } = useSession();
  const kinds = useKinds();
  const { data, error, reload, hasMore, isLoadingMore, moreError, loadMore } = usePages(
    async (options) => {
      const { records: rows, ...rest } = await recordsOf<AuditEntry>(workspace.id, 'audit').list({
        filter: { where: [...where, { field: 'groupId', op: 'eq', value: groupId }] },
        sort: '-at',
        limit: PAGE,
        ...options,
      });
      return { rows, ...rest };
    },
    [workspace.id, groupId, JSON.stringify(where)],
  );
  const rows = data?.rows;
  const style = useValueStyle(useMemo(() => (rows ?? []).flatMap(valuedBy), [rows]));
  if (error) return <ProblemState title="The records did not load" error={error} onRetry={reload} />;
  if (!rows) return <Skeleton label="Loading the records" lines={3} />;

  return (
    <>
      <ul className="audit-records">
        {rows.map((entry) => (
          <li key={entry.id}>
            <div>
              <strong>{entry.recordTitle}</strong>
              {isMixed && (
                <span className="audit__way">
                  {kinds.one(entry.entity)} {CHANGE_WORDS[entry.change].toLowerCase()}
                </span>
              )}
              {entry.undoneAt && <span className="audit__way">Undone</span>}
            </div>
            {entry.change === 'updated' && <AuditDetail entry={entry} style={style} />}
          </li>
        ))}
      </ul>
      {moreError && <p role="alert">{moreError.message}</p>}
      {hasMore && (
        <Button disabled={isLoadingMore} onClick={() => void loadMore()}>
          {isLoadingMore ? 'Loading…' : 'Show more records'}
        </Button>
      )}
    </>
  );
}
