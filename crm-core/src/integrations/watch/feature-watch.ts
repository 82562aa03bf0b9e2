import type { Connection } from '../layer/define-integration.ts';
import type { Watch } from './watches.ts';

/** How a vendor is asked to tell when something is new. It only wakes the sync; what it is, that reads by itself. */
export interface FeatureWatch {
  /** What is watched, each by itself. */
  streams(connection: Connection): readonly string[];
  /** How long one is to last, and how long before its end the next one is begun. */
  lastsMs: number;
  renewBeforeMs: number;
  /** Begun again it is the same one, so that the one before is not to be ended. */
  isReplaced?: boolean;
  /**
   * @param asked.address - where the vendor tells it; public, by https
   * @param asked.secret - what the vendor says with it
   * @returns the vendor's own id of it, and when it ends
   */
  begin(
    connection: Connection,
    asked: { id: string; secret: string; stream: string; address: string; until: Date },
  ): Promise<{ externalId: string; expiresAt: Date }>;
  /** One that is gone already is. */
  end(connection: Connection, watch: Pick<Watch, '_id' | 'stream'> & { externalId: string }): Promise<void>;
}
