import type { EntityMetadata } from '../../metadata/kinds.ts';
import { type Values, valueAt } from '../../metadata/value-text.ts';

type Entry = Values & { id: string };

interface SourcePage {
  kind: EntityMetadata;
  /** The field that says when. */
  at: string;
  records: readonly Entry[];
  hasMore: boolean;
}

export interface TimelineEntry {
  kind: EntityMetadata;
  record: Entry;
  /** Absent for what has no time yet, which stands first. */
  at?: string;
}

/** The newest entries of all sources in one order, no more than are asked for: beyond that a source may have left some out. */
export function mergedTimeline(pages: readonly SourcePage[], most: number) {
  const all = pages.flatMap(({ kind, at, records }) =>
    records.map((record): TimelineEntry => {
      const value = valueAt(record, at);
      return { kind, record, ...(typeof value === 'string' && { at: value }) };
    }),
  );
  const entries = all.toSorted((a, b) => timeOf(b) - timeOf(a));
  return {
    entries: entries.slice(0, most),
    hasMore: entries.length > most || pages.some(({ hasMore }) => hasMore),
  };
}

const timeOf = ({ at }: TimelineEntry): number =>
  at === undefined ? Number.POSITIVE_INFINITY : Date.parse(at);
