import type { Scope } from '../../entity/scope.ts';
import type { Connection } from '../layer/define-integration.ts';

/** What a sync would come to, kind by kind; nothing is written to find out. */
export interface SyncPreview {
  /** It was agreed to before. */
  isOn: boolean;
  kinds: ReadonlyArray<{
    /** As the vendor calls it. */
    object: string;
    /** By the name of its entity. */
    entity: string;
    /** How many each side has, and how many of theirs are known to be one of ours. */
    theirs: number;
    ours: number;
    same: number;
    /** `Phone ↔ Phone`, for people. */
    fields: readonly string[];
    /** What is not synced, and why. */
    notices: readonly string[];
  }>;
  /** Records that were deleted there and are kept here until somebody agrees. */
  deletedThere: number;
}

export interface SyncStart {
  preview(connection: Connection): Promise<SyncPreview>;
  /** Somebody has agreed to what was shown. @returns how many records went to the trash */
  begin(connection: Connection, scope: Scope): Promise<{ deleted: number }>;
}
