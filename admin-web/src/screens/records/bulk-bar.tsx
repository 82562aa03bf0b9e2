import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { useState } from 'react';
import { request } from '../../api/request.ts';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import type { Values } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { Notice } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { BulkChangeDialog } from './bulk-change-dialog.tsx';
import { ProposalDialog } from './proposal-dialog.tsx';
import { filterOf, type Selection } from './selection.ts';
import type { ListQuery } from './use-list-query.ts';

/** More than these are not named one by one; they are what the list shows. */
const MOST_NAMED = 1_000;

interface Props {
  kind: EntityMetadata;
  query: Pick<ListQuery, 'filter' | 'search'>;
  selection: Selection;
  /** How many the list has in all. */
  count: number | undefined;
  isAllShownChosen: boolean;
  onClear: () => void;
  /** Something was done. */
  onDone: () => void;
}

/** What can be done with the records that are chosen; each becomes a proposal, as in the chat. */
export function BulkBar({ kind, query, selection, count, isAllShownChosen, onClear, onDone }: Props) {
  const { workspace } = useSession();
  const kinds = useKinds();
  const [isAll, setIsAll] = useState(false);
  const [isChanging, setIsChanging] = useState(false);
  const [result, setResult] = useState<TurnResult>();
  const { isBusy, error, run } = useSubmit();
  const chosen = isAll && count !== undefined ? count : selection.size;
  const propose = async (action: 'update' | 'delete', set?: Values) => {
    const refused = await run(async () => {
      const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/list-changes`;
      const filter = filterOf(isAll ? 'all' : selection, query);
      const body = { entity: kind.name, action, filter, ...(set && { set }) };
      const turn = await request<TurnResult>(path, { method: 'POST', body });
      setIsChanging(false);
      setResult(turn);
    });
    return refused;
  };
  const isTooMany = !isAll && selection.size > MOST_NAMED;
  return (
    <section className="bulk-bar" aria-label="What is chosen">
      <p role="status">
        <strong>{kinds.count(chosen, kind.name)} chosen</strong>
        {isAllShownChosen && !isAll && count !== undefined && count > selection.size && (
          <Button kind="quiet" onClick={() => setIsAll(true)}>
            Choose all {kinds.count(count, kind.name)} of this list
          </Button>
        )}
      </p>
      <div className="bulk-bar__actions">
        {kind.rights.update && (
          <Button disabled={isBusy || isTooMany} onClick={() => setIsChanging(true)}>
            Change…
          </Button>
        )}
        {kind.rights.delete && (
          <Button disabled={isBusy || isTooMany} onClick={() => void propose('delete')}>
            <ConsoleIcon name="trash" size={16} /> Delete…
          </Button>
        )}
        <Button kind="quiet" onClick={onClear}>
          Choose none
        </Button>
      </div>
      {isTooMany && (
        <Notice kind="warning">
          More than {MOST_NAMED} are changed as a whole list: filter it, and choose all.
        </Notice>
      )}
      {error && !isChanging && <Notice kind="danger">{problemText(error)}</Notice>}
      {isChanging && (
        <BulkChangeDialog
          kind={kind}
          count={chosen}
          isBusy={isBusy}
          error={error}
          onClose={() => setIsChanging(false)}
          onPropose={(set) => void propose('update', set)}
        />
      )}
      {result && (
        <ProposalDialog
          result={result}
          onClose={(isDone) => {
            setResult(undefined);
            if (isDone) onClear();
          }}
          onDone={onDone}
        />
      )}
    </section>
  );
}
