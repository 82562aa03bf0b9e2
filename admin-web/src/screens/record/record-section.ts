import type { ComponentType } from 'react';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import type { Values } from '../../metadata/value-text.ts';

/** A record as it is read. */
export type Row = Values & { id: string; version: number; isDeleted?: boolean };

export interface SectionProps {
  kind: EntityMetadata;
  record: Row;
  /** Changes fields; null clears one. @throws ApiError, of code `conflict` when the record is another by now */
  save: (patch: Values) => Promise<void>;
  /** Counts what was written, here or by others: what a section has read besides the record may have changed. */
  news: number;
  /** Something that belongs to it was written: it and its sections are read again. */
  lookAgain: () => void;
}

/** A part of a record's page. */
export interface RecordSection {
  name: string;
  /** Above all, beside the fields' column or in it. */
  place: 'top' | 'main' | 'side';
  /** Names of kinds that it is for; absent: all. */
  of?: readonly string[];
  /** Whether there is anything to show of this kind. */
  isFor?(kind: EntityMetadata): boolean;
  Section: ComponentType<SectionProps>;
}
