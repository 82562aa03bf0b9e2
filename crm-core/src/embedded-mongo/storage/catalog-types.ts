import type { Doc } from '../values/doc.ts';

/** One index as it is stored in the catalogue. */
export interface IndexSpec {
  /** The part of the key space that holds its entries. */
  table: number;
  name: string;
  /** In order; 1 ascending, -1 descending. */
  fields: Array<{ path: string; direction: 1 | -1 }>;
  isUnique: boolean;
  isSparse: boolean;
  partialFilter?: Doc;
  expireAfterSeconds?: number;
  /** Per field: whether some document ever had an array on the path. */
  multikey: boolean[];
  /** Whether some key was too long and had to be cut; such an index gives no order and no exact match. */
  hasCutKeys: boolean;
  isHidden?: boolean;
}

/** One collection as it is stored in the catalogue. */
export interface CollectionSpec {
  db: string;
  name: string;
  /** The part of the key space that holds its records. */
  table: number;
  /** 16 bytes, hexadecimal. */
  uuid: string;
  indexes: IndexSpec[];
  /** Those that are being filled: writes keep them, nothing is read by them. A process that died has left them behind. */
  building?: IndexSpec[];
}

export const ID_INDEX = '_id_';

export function namespaceOf(spec: { db: string; name: string }): string {
  return `${spec.db}.${spec.name}`;
}

/** The key pattern as drivers know it: `{ workspaceId: 1, createdAt: -1 }`. */
export function keyPatternOf(index: IndexSpec): Doc {
  return Object.fromEntries(index.fields.map((field) => [field.path, field.direction]));
}
