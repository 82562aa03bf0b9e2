import type { Card } from '@clianta/agents/reply.schema';
import { createContext } from 'react';
import type { NamedRecord } from '../chat-context.ts';

/** Records by what they are called. */
export type NamedRecords = ReadonlyMap<string, NamedRecord>;

/** What an answer speaks of, so that a name in its words leads to the record. */
export const NamedRecordsContext = createContext<NamedRecords>(new Map());

/** The records that cards show, by their names; a name that two of them have leads nowhere. */
export function recordsNamedIn(cards: readonly Card[]): NamedRecords {
  const named = new Map<string, NamedRecord>();
  const twice = new Set<string>();
  for (const record of cards.flatMap(recordsOf)) {
    const known = named.get(record.title);
    if (known && known.id !== record.id) twice.add(record.title);
    named.set(record.title, record);
  }
  for (const title of twice) named.delete(title);
  return named;
}

function recordsOf(card: Card): NamedRecord[] {
  if (card.type === 'record') return [{ entity: card.entity, id: card.id, title: card.title }];
  if (card.type !== 'table') return [];
  const [first] = card.columns;
  return card.rows.flatMap(({ entity, id, cells }) => {
    const title = first && cells[first.key];
    return entity && id && title ? [{ entity, id, title }] : [];
  });
}
