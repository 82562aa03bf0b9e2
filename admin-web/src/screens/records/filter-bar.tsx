import type { Condition, Filter } from '@clianta/crm-core/entity/filter.schema';
import { type FormEvent, useMemo, useState } from 'react';
import { request } from '../../api/request.ts';
import { conditionText, valuedByConditions } from '../../metadata/condition-text.ts';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useValueStyle } from '../../metadata/use-value-style.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { FilterBuilder } from './filter-builder.tsx';
import { isNoFilter, type ListQuery } from './use-list-query.ts';
import './records.css';

interface ReadFilter {
  filter: Filter;
  sort?: string;
  unread: string[];
}

/** What the list is narrowed to: as chips, each can be taken off; added by words or by a form. */
export function FilterBar({
  kind,
  query,
}: {
  kind: EntityMetadata;
  query: Pick<ListQuery, 'filter' | 'set'>;
}) {
  const { workspace } = useSession();
  const kinds = useKinds();
  const [words, setWords] = useState('');
  const [unread, setUnread] = useState<readonly string[]>([]);
  const { isBusy, error, run } = useSubmit();
  const { filter, set } = query;
  const { where = [], anyOf = [] } = filter;
  const style = useValueStyle(
    useMemo(
      () => valuedByConditions(kinds, kind.name, [...(filter.where ?? []), ...(filter.anyOf ?? []).flat()]),
      [kinds, kind.name, filter],
    ),
  );
  const text = (condition: Condition) => conditionText(kinds, kind.name, condition, style);
  const read = async (event: FormEvent) => {
    event.preventDefault();
    if (!words.trim()) return;
    setUnread([]);
    await run(async () => {
      const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/filters/read`;
      const found = await request<ReadFilter>(path, {
        method: 'POST',
        body: { entity: kind.name, text: words.trim() },
      });
      setUnread(found.unread);
      set({
        filter: {
          where: [...where, ...(found.filter.where ?? [])],
          ...(found.filter.anyOf?.length ? { anyOf: found.filter.anyOf } : anyOf.length > 0 && { anyOf }),
        },
        ...(found.filter.search && { search: found.filter.search }),
        ...(found.sort && { sort: found.sort }),
        view: undefined,
      });
      if (found.unread.length === 0) setWords('');
    });
  };
  return (
    <div className="filters">
      <form className="filters__words" onSubmit={read}>
        <TextField
          label="Narrow it down in words"
          placeholder="without an owner, added this month"
          maxLength={500}
          autoComplete="off"
          value={words}
          onValue={setWords}
        />
        <Button type="submit" disabled={isBusy || !words.trim()}>
          {isBusy ? 'Reading…' : 'Apply'}
        </Button>
        <Menu
          className="button button--plain"
          button={
            <>
              <Icon name="plus" size={16} /> Filter
            </>
          }
        >
          {(close) => (
            <FilterBuilder
              kind={kind}
              onAdd={(condition) => {
                close();
                set({ filter: { ...filter, where: [...where, condition] }, view: undefined });
              }}
            />
          )}
        </Menu>
      </form>
      <div role="status">
        {error && <p className="filters__problem">{problemText(error)}</p>}
        {unread.length > 0 && (
          <p className="filters__problem">
            Not understood, and left out: {unread.map((word) => `“${word}”`).join(', ')}.
          </p>
        )}
      </div>
      {!isNoFilter(filter) && (
        <ul className="chips" aria-label="Filters">
          {where.map((condition, at) => (
            <Chip
              key={JSON.stringify(condition)}
              text={text(condition)}
              onRemove={() => set({ filter: { ...filter, where: where.toSpliced(at, 1) }, view: undefined })}
            />
          ))}
          {anyOf.length > 0 && (
            <Chip
              text={anyOf.map((group) => group.map(text).join(' and ')).join(' or ')}
              onRemove={() => set({ filter: { where }, view: undefined })}
            />
          )}
          <li>
            <Button kind="quiet" onClick={() => set({ filter: {}, view: undefined })}>
              Clear all
            </Button>
          </li>
        </ul>
      )}
    </div>
  );
}

function Chip({ text, onRemove }: { text: string; onRemove: () => void }) {
  return (
    <li className="chip">
      <span>{text}</span>
      <button type="button" aria-label={`Take off: ${text}`} onClick={onRemove}>
        <Icon name="cross" size={14} />
      </button>
    </li>
  );
}
