import type { CrmCore } from '../../crm-core.ts';
import { createOnce } from '../../entity/create-once.ts';
import { idFrom } from '../../entity/ids.ts';
import { systemScope } from '../../entity/scope.ts';
import type { FieldConflict } from './merge-fields.ts';
import { SyncConflict, type SyncConflictRecord } from './sync-conflict.schema.ts';
import { hashOf, type SyncLink } from './sync-links.ts';

const KEPT_MS = 30 * 86_400_000;

/** What both sides have changed; the loser's value is kept for 30 days. */
export class SyncConflicts {
  readonly #crm: CrmCore;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  async keep(link: SyncLink, conflicts: readonly FieldConflict[]): Promise<void> {
    const { workspaceId, credentialId, entity, recordId } = link;
    // the same two values are one conflict, however often they are compared until somebody decides
    for (const { field, base, ours, theirs, decidedBy, winner } of conflicts)
      await createOnce(
        this.#crm,
        SyncConflict,
        systemScope(workspaceId),
        idFrom(`conflict:${link._id}:${field}:${hashOf([base, ours, theirs])}`),
        {
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
        },
      );
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

  /** With what each side had, which no list shows. */
  async withValues(conflicts: readonly SyncConflictRecord[]): Promise<SyncConflictRecord[]> {
    const stored = await this.#crm.store
      .model(SyncConflict)
      .find({ _id: { $in: conflicts.map(({ id }) => id) } })
      .select(['base', 'ours', 'theirs', 'linkId'])
      .lean<Array<{ _id: string; base: unknown; ours: unknown; theirs: unknown; linkId: string }>>();
    const values = new Map(stored.map(({ _id, ...rest }) => [_id, rest]));
    return conflicts.map((one) => ({ ...one, ...values.get(one.id) }));
  }

  /** Forgets what was decided more than 30 days ago. */
  async tidy(workspaceId: string): Promise<void> {
    const before = new Date(this.#crm.now().getTime() - KEPT_MS);
    await this.#crm.store
      .model(SyncConflict)
      .collection.deleteMany({ workspaceId, decidedBy: { $ne: 'ask' }, at: { $lt: before } });
  }
}
