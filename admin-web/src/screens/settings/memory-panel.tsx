import type { AIMemoryRecord } from '@clianta/crm-core/conversations/ai-memory/ai-memory.schema';
import { useState } from 'react';
import { type Json, recordsOf } from '../../api/records.ts';
import { usePages } from '../../api/use-pages.ts';
import { formatInstant } from '../../formatting.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';

type Memory = Json<AIMemoryRecord>;

const PAGE = 50;

/** What Clianta was told to remember: of whom, from where, how sure, and the way to forget it. */
export function MemoryPanel() {
  const { workspace } = useSession();
  const kinds = useKinds();
  const [search, setSearch] = useState('');
  const [done, setDone] = useState<string>();
  const memories = recordsOf<Memory>(workspace.id, 'memories');
  const { isBusy, error: problem, run } = useSubmit();
  const { data, error, reload, hasMore, isLoadingMore, loadMore } = usePages(
    async (options) => {
      const { records: rows, ...rest } = await memories.list({
        search: search.trim(),
        sort: '-createdAt',
        limit: PAGE,
        ...options,
      });
      return { rows, ...rest };
    },
    [workspace.id, search.trim()],
  );
  const forget = ({ id, fact }: Memory) =>
    run(async () => {
      await memories.remove(id);
      setDone(`Forgotten: ${fact}`);
      reload();
    });
  const percent = new Intl.NumberFormat(workspace.locale, { style: 'percent' });
  return (
    <Panel title="Memory">
      <div className="settings-filter">
        <TextField
          label="Search"
          type="search"
          placeholder="A name or a fact"
          value={search}
          onValue={setSearch}
        />
      </div>
      {error && <ProblemState title="The memory did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the memory" lines={4} />}
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      {done && <Notice kind="positive">{done} You can undo this in the audit log.</Notice>}
      {data?.rows.length === 0 && (
        <EmptyState title={search.trim() ? 'Nothing matches' : 'Nothing is remembered'}>
          {!search.trim() && <p>Say “Remember that Jane prefers mornings” in the chat.</p>}
        </EmptyState>
      )}
      <ul className="rows">
        {data?.rows.map((memory) => (
          <li key={memory.id} className="rows__row">
            <div className="rows__text">
              <strong>{memory.fact}</strong>
              <p>
                {kinds.one(memory.subjectEntity)} {memory.subjectTitle}; {memory.source},{' '}
                {formatInstant(memory.createdAt, workspace.locale, workspace.timeZone)}; sure to{' '}
                {percent.format(memory.confidence)}
              </p>
              {memory.status === 'superseded' && <p>Replaced by a newer fact; kept, and not gone by.</p>}
              {memory.status === 'expired' && <p>Too uncertain to go by; erased after 30 days.</p>}
              {memory.outside && <p>Follows text from outside: {memory.outside}</p>}
            </div>
            {workspace.role !== 'viewer' && (
              <Button
                disabled={isBusy}
                aria-label={`Forget: ${memory.fact}`}
                onClick={() => void forget(memory)}
              >
                Forget
              </Button>
            )}
          </li>
        ))}
      </ul>
      {hasMore && (
        <div className="form-actions">
          <Button disabled={isLoadingMore} onClick={() => void loadMore()}>
            {isLoadingMore ? 'Loading…' : 'Show more'}
          </Button>
        </div>
      )}
    </Panel>
  );
}
