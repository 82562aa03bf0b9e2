import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import type { FieldConflict } from './merge-fields.ts';
import { SyncConflict, type SyncConflictRecord } from './sync-conflict.schema.ts';
import type { SyncLink } from './sync-links.ts';

const KEPT_MS = 30 * 86_400_000;

/** What both sides have changed; the loser's value is kept for 30 days. */
export class SyncConflicts {
  readonly #crm: CrmCore;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  async keep(link: SyncLink, conflicts: readonly FieldConflict[]): Promise<void> {
    const { workspaceId, credentialId, entity, recordId } = link;
    for (const { field, base, ours, theirs, decidedBy, winner } of conflicts)
      await this.#crm.records(SyncConflict).create(systemScope(workspaceId), {
        credentialId,
        linkId: link._id,
        entity,
        recordId,
        field,
        base: base ?? null,
        ours: ours ?? null,
        theirs: theirs ?? null,
        decidedBy,
        ...(winner && { winner }),
        at: this.#crm.now(),
      });
  }

  /** Those that wait for a person. */
  async open(workspaceId: string, credentialId?: string): Promise<SyncConflictRecord[]> {
    const { records } = await this.#crm.records(SyncConflict).find(systemScope(workspaceId), {
      where: [
        { field: 'decidedBy', op: 'eq', value: 'ask' },
        ...(credentialId ? [{ field: 'credentialId', op: 'eq' as const, value: credentialId }] : []),
      ],
      sort: '-at',
      limit: 200,
    });
    return records;
  }

  /** Forgets what was decided more than 30 days ago. */
  async tidy(workspaceId: string): Promise<void> {
    const before = new Date(this.#crm.now().getTime() - KEPT_MS);
    await this.#crm.store
      .model(SyncConflict)
      .collection.deleteMany({ workspaceId, decidedBy: { $ne: 'ask' }, at: { $lt: before } });
  }
}
