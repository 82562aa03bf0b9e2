import type { TableCard } from '@clianta/agents/reply.schema';
import { useState } from 'react';

/** The rows of a table that are chosen, by the ids of their records; undefined while none are being chosen. */
export type ChosenRows = ReadonlySet<string>;

/** The one kind of record that a table has; undefined where it has several, or rows that are none. */
export function kindOf({ rows }: Pick<TableCard, 'rows'>): string | undefined {
  const [first] = rows;
  return rows.every(({ id, entity }) => id && entity === first?.entity) ? first?.entity : undefined;
}

/** Choosing rows of a table, by a box at each. */
export function useChosenRows(card: TableCard) {
  const [chosen, setChosen] = useState<ChosenRows>();
  const ids = card.rows.flatMap(({ id }) => id ?? []);
  const isAll = chosen !== undefined && ids.every((id) => chosen.has(id));
  return {
    chosen,
    isAll,
    begin: () => setChosen(new Set()),
    end: () => setChosen(undefined),
    toggleAll: () => setChosen(new Set(isAll ? [] : ids)),
    toggle: (id: string) => {
      const next = new Set(chosen);
      if (!next.delete(id)) next.add(id);
      setChosen(next);
    },
  };
}
