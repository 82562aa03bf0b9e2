import type { Actor, Cause } from './scope.ts';

export const CHANGES = ['created', 'updated', 'deleted', 'restored'] as const;
export type Change = (typeof CHANGES)[number];

/**
 * What one write leaves behind, stored in the written document itself, so that neither the audit entry nor the
 * events can be lost: the relay copies the audit part to `userActions`, publishes the events, and only then removes
 * the entry from the document.
 */
export interface OutboxEntry {
  /** Stable under repetition of the operation; also the id of the audit record. */
  id: string;
  at: Date;
  change: Change;
  title: string;
  actor: Actor;
  via?: string;
  channel?: string;
  turnId?: string;
  /** The API token that it came with, by its name. */
  token?: string;
  groupId: string;
  isBulk?: boolean;
  /** Of a write of a workflow. */
  cause?: Cause;
  /** Of values that follow from others: events leave, and nothing comes into the audit log. */
  isDerived?: boolean;
  /** The record's version after the write. */
  version: number;
  /** The changed fields as they were; empty on create. */
  before: Record<string, unknown>;
  /** The changed fields as they are now; empty on delete. */
  after: Record<string, unknown>;
  /** Event types this write gives rise to; an event's id is `${entry.id}-${index}`. */
  events: string[];
}

/** A stored document as the services see it. */
export interface StoredDocument extends Record<string, unknown> {
  _id: string;
  version: number;
  isDeleted: boolean;
  outbox?: OutboxEntry[];
}
