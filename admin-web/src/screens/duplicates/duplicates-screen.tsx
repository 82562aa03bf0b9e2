import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { usePages } from '../../api/use-pages.ts';
import { useResource } from '../../api/use-resource.ts';
import { useMetadata } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { useRecordNews } from '../../shell/use-record-news.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText } from '../../ui/use-submit.ts';
import { PairPanel } from './pair-panel.tsx';
import { OPEN, pairsOf, withRecords } from './pairs.ts';
import './duplicates.css';

const AT_ONCE = 10;

/** Records that may be one and the same: side by side, with the reasons, to be merged or kept apart. */
export function DuplicatesScreen() {
  const { workspace } = useSession();
  const { kinds, error: unread, reload: readAgain } = useMetadata();
  const [query, setQuery] = useSearchParams();
  const [settled, setSettled] = useState<ReadonlySet<string>>(new Set());
  const counts = useResource(
    (signal) => pairsOf(workspace.id).totals({ where: [OPEN], groupBy: ['entity'] }, signal),
    [workspace.id, settled],
  );
  const found = (counts.data?.groups ?? []).flatMap(({ key, count }) => {
    const kind = kinds?.get(key.entity ?? '');
    return kind ? [{ kind, count }] : [];
  });
  const asked = query.get('of');
  const kind = kinds?.spoken.find(({ plural }) => plural === asked) ?? found[0]?.kind;
  const of = query.get('record');
  const { data, error, isLoading, reload, hasMore, loadMore, isLoadingMore, moreError } = usePages(
    async ({ cursor, signal }) => {
      if (!kind) return { rows: [] };
      const where = [OPEN, { field: 'entity', op: 'eq' as const, value: kind.name }];
      const either = of && ['aId', 'bId'].map((field) => [{ field, op: 'eq' as const, value: of }]);
      const filter = { where, ...(either && { anyOf: either }) };
      const page = await pairsOf(workspace.id).list({
        filter,
        sort: '-score',
        limit: AT_ONCE,
        cursor,
        signal,
      });
      const rows = await withRecords(workspace.id, kind, page.records, signal);
      return { rows, ...(page.nextCursor && { nextCursor: page.nextCursor }) };
    },
    [workspace.id, kind?.name, of],
  );
  useRecordNews('duplicatePair', reload);
  const rows = data?.rows.filter(({ pair }) => !settled.has(pair.id));
  const settle = (id: string) => setSettled((all) => new Set([...all, id]));
  const problem = unread ?? error;
  return (
    <Page
      isWide
      title="Duplicates"
      about="Records that may be one and the same, with the reasons. A merge is proposed first and can be undone; two that are different stay two for good."
    >
      {found.length > 1 && !of && (
        <nav className="duplicates__kinds" aria-label="Kinds of records">
          {found.map(({ kind: one, count }) => (
            <Button
              key={one.name}
              kind="quiet"
              aria-pressed={one.name === kind?.name}
              onClick={() => setQuery({ of: one.plural })}
            >
              {kinds?.many(one.name)} ({count})
            </Button>
          ))}
        </nav>
      )}
      {of && (
        <p className="duplicates__only">
          Only those of one record.{' '}
          <Button kind="quiet" onClick={() => setQuery({})}>
            Show all
          </Button>
        </p>
      )}
      {problem && (
        <ProblemState
          title="The duplicates did not load"
          error={problem}
          onRetry={unread ? readAgain : reload}
        />
      )}
      {!problem && (!rows || (isLoading && rows.length === 0)) && (
        <Skeleton label="Loading the duplicates" lines={8} />
      )}
      {!problem && !isLoading && counts.data && rows?.length === 0 && (
        <EmptyState title="Nothing looks as if it were there twice">
          Whatever is added or changed is compared at once, and everything once a night.
        </EmptyState>
      )}
      {kind &&
        rows?.map((shown) => <PairPanel key={shown.pair.id} kind={kind} shown={shown} onSettled={settle} />)}
      {moreError && <Notice kind="danger">{problemText(moreError)}</Notice>}
      {hasMore && (
        <Button disabled={isLoadingMore} onClick={() => void loadMore()}>
          Show more
        </Button>
      )}
    </Page>
  );
}
