import type { Connection } from '../layer/define-integration.ts';
import type { SyncConflicts } from './sync-conflicts.ts';
import type { SyncCursors } from './sync-cursors.ts';
import type { SyncLinks } from './sync-links.ts';
import type { SyncCounts } from './sync-log.ts';

/** One run of one stream of an account, and what it writes down. */
export interface SyncRun extends Connection {
  feature: string;
  stream: string;
  cursors: SyncCursors;
  links: SyncLinks;
  conflicts: SyncConflicts;
  counts: SyncCounts;
  /** What could not be taken, with what it was about; the run goes on. */
  failed(about: string, error: unknown): void;
  signal: AbortSignal;
}
