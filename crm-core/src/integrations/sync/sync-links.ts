import { createHash } from 'node:crypto';
import type { CrmCore } from '../../crm-core.ts';
import { idFrom } from '../../entity/ids.ts';
import type { Scope } from '../../entity/scope.ts';
import { CliantaError } from '../../errors.ts';

/** More changes than that, in so long, are two systems that answer each other. */
const MOST_CHANGES = 4;
const LOOP_MS = 10 * 60_000;

/** That a record here and one there are the same. */
export interface SyncLink {
  _id: string;
  workspaceId: string;
  credentialId: string;
  /** What it is there: `event`, `Contact`. */
  object: string;
  externalId: string;
  entity: string;
  recordId: string;
  /** Where it was made. */
  origin: 'ours' | 'theirs';
  /** The values that both sides had when they were last the same. */
  base: Record<string, unknown>;
  /** Of what was last read there: the same is skipped. */
  hash: string;
  /** As the vendor counts them: an etag, a time. */
  theirVersion: string | null;
  /** `gone`: not there any more. `paused`: the two sides would not stop to change each other. */
  state: 'ok' | 'paused' | 'gone';
  /** When it was changed by the sync lately, for the guard. */
  changedAt: Date[];
  /** Somebody has decided about it: the next run compares it, changed or not. */
  isWanted?: boolean;
}

type Place = Pick<SyncLink, 'workspaceId' | 'credentialId' | 'object' | 'externalId'>;

/** The same for the same values, in whatever order. */
export function hashOf(values: unknown): string {
  const ordered = JSON.stringify(values, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256')
    .update(ordered ?? '')
    .digest('hex');
}

export class SyncLinks {
  readonly #crm: CrmCore;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  get #links() {
    return this.#crm.store.connection.collection<SyncLink>('syncLinks');
  }

  async prepare(): Promise<void> {
    await this.#links.createIndex({ workspaceId: 1, credentialId: 1, object: 1, recordId: 1 });
    await this.#links.createIndex({ workspaceId: 1, recordId: 1 });
    await this.#links.createIndex({ workspaceId: 1, credentialId: 1, externalId: 1 });
  }

  async find({
    credentialId,
    object,
    externalId,
  }: Omit<Place, 'workspaceId'>): Promise<SyncLink | undefined> {
    const found = await this.#links.findOne({ _id: idOf({ credentialId, object, externalId }) });
    return found ?? undefined;
  }

  /** Of a record here, in one account. */
  async ofRecord(
    { workspaceId, credentialId, object }: Omit<Place, 'externalId'>,
    recordId: string,
  ): Promise<SyncLink | undefined> {
    return (await this.#links.findOne({ workspaceId, credentialId, object, recordId })) ?? undefined;
  }

  /** Of many at once, by their ids there. */
  async findMany(
    { credentialId, object }: Pick<Place, 'credentialId' | 'object'>,
    externalIds: readonly string[],
  ): Promise<Map<string, SyncLink>> {
    const ids = externalIds.map((externalId) => idOf({ credentialId, object, externalId }));
    const found = await this.#links.find({ _id: { $in: ids } }).toArray();
    return new Map(found.map((link) => [link.externalId, link]));
  }

  /** Of many records there, whatever kind they are. */
  async ofExternals(
    { workspaceId, credentialId }: Pick<Place, 'workspaceId' | 'credentialId'>,
    externalIds: readonly string[],
  ): Promise<SyncLink[]> {
    return this.#links.find({ workspaceId, credentialId, externalId: { $in: [...externalIds] } }).toArray();
  }

  /** Of many records here in one account, whatever they are there; those that are gone too. */
  async ofRecords(
    { workspaceId, credentialId }: Pick<Place, 'workspaceId' | 'credentialId'>,
    recordIds: readonly string[],
  ): Promise<SyncLink[]> {
    return this.#links.find({ workspaceId, credentialId, recordId: { $in: [...recordIds] } }).toArray();
  }

  /** Of many records here in all accounts, those that are gone too. */
  async ofRecordsAnywhere(workspaceId: string, recordIds: readonly string[]): Promise<SyncLink[]> {
    return this.#links.find({ workspaceId, recordId: { $in: [...recordIds] } }).toArray();
  }

  /** The kinds of records that stand anywhere else, by the names of their entities. */
  async kinds(workspaceId: string): Promise<ReadonlySet<string>> {
    return new Set(await this.#links.distinct('entity', { workspaceId }));
  }

  /** Links that are new, 500 by one command; made again they are the same. */
  async make(
    links: ReadonlyArray<Place & Pick<SyncLink, 'entity' | 'recordId' | 'base'> & Partial<SyncLink>>,
  ): Promise<void> {
    for (let at = 0; at < links.length; at += 500)
      await this.#links.bulkWrite(
        links.slice(at, at + 500).map((link) => {
          const _id = idOf(link);
          const state = 'ok' as const;
          const replacement = {
            origin: 'theirs' as const,
            hash: '',
            theirVersion: null,
            state,
            changedAt: [],
          };
          return {
            replaceOne: { filter: { _id }, replacement: { ...replacement, ...link, _id }, upsert: true },
          };
        }),
        { ordered: false },
      );
  }

  /** Records of ours that the next run is to compare, changed or not. */
  async wanted(
    { workspaceId, credentialId }: Pick<Place, 'workspaceId' | 'credentialId'>,
    entity: string,
  ): Promise<string[]> {
    const found = await this.#links
      .find({ workspaceId, credentialId, entity, isWanted: true })
      .limit(200)
      .toArray();
    return found.map(({ recordId }) => recordId);
  }

  /** A person has decided about fields: both had these values, so that what differs from them is new. */
  async decide(id: string, values: Record<string, unknown>): Promise<void> {
    const base = Object.fromEntries(Object.entries(values).map(([name, value]) => [`base.${name}`, value]));
    await this.#links.updateOne({ _id: id }, { $set: { ...base, isWanted: true } });
  }

  /** Records all of whose counterparts are gone. */
  async orphans({
    workspaceId,
    credentialId,
  }: Pick<Place, 'workspaceId' | 'credentialId'>): Promise<Array<Pick<SyncLink, 'entity' | 'recordId'>>> {
    const gone = await this.#links.find({ workspaceId, credentialId, state: 'gone' }).limit(5_000).toArray();
    const others = await this.ofRecords(
      { workspaceId, credentialId },
      gone.map(({ recordId }) => recordId),
    );
    const living = new Set(others.flatMap(({ recordId, state }) => (state === 'gone' ? [] : [recordId])));
    const left = gone.filter(({ recordId }) => !living.has(recordId));
    return [...new Map(left.map(({ entity, recordId }) => [recordId, { entity, recordId }])).values()];
  }

  async count(place: Pick<Place, 'workspaceId' | 'credentialId'> & { object?: string }): Promise<number> {
    return this.#links.countDocuments({ ...place, state: { $ne: 'gone' } });
  }

  async remove(links: ReadonlyArray<Omit<Place, 'workspaceId'>>): Promise<void> {
    if (links.length > 0) await this.#links.deleteMany({ _id: { $in: links.map(idOf) } });
  }

  /** All that an account has of one kind, which is what is compared when everything is listed. */
  all({ workspaceId, credentialId, object }: Omit<Place, 'externalId'>): Promise<SyncLink[]> {
    return this.#links.find({ workspaceId, credentialId, object, state: { $ne: 'gone' } }).toArray();
  }

  /** Makes it, or replaces what it knew. @returns the link as it is stored; `paused` when it changes too often */
  async save(
    place: Place,
    values: Pick<SyncLink, 'entity' | 'recordId' | 'base'> &
      Partial<Pick<SyncLink, 'origin' | 'hash' | 'theirVersion' | 'state'>>,
  ): Promise<SyncLink> {
    const now = this.#crm.now();
    const before = await this.find(place);
    const since = now.getTime() - LOOP_MS;
    const changedAt = [...(before?.changedAt ?? []).filter((at) => at.getTime() > since), now];
    const isLoop = before !== undefined && changedAt.length > MOST_CHANGES;
    const link: SyncLink = {
      _id: idOf(place),
      origin: 'theirs',
      hash: '',
      theirVersion: null,
      ...(before && { origin: before.origin, hash: before.hash, theirVersion: before.theirVersion }),
      ...place,
      ...values,
      isWanted: false,
      state: isLoop ? 'paused' : (values.state ?? 'ok'),
      changedAt,
    };
    await this.#links.replaceOne({ _id: link._id }, link, { upsert: true });
    return link;
  }

  /** What was read was the same: only what the vendor calls its version is new. */
  async seen(
    link: SyncLink,
    values: Partial<Pick<SyncLink, 'hash' | 'theirVersion' | 'state' | 'base'>>,
  ): Promise<void> {
    await this.#links.updateOne({ _id: link._id }, { $set: { isWanted: false, ...values } });
  }

  async resume(credentialId: string): Promise<void> {
    await this.#links.updateMany({ credentialId, state: 'paused' }, { $set: { state: 'ok', changedAt: [] } });
  }

  /** Puts the records that an account has brought into the trash. @returns how many */
  async deleteRecords(scope: Scope, credentialId: string): Promise<number> {
    const { workspaceId } = scope;
    const brought = await this.#links.find({ workspaceId, credentialId, origin: 'theirs' }).toArray();
    let deleted = 0;
    for (const { entity, recordId } of brought)
      try {
        await this.#crm.records(this.#crm.store.entity(entity)).delete({ ...scope, isBulk: true }, recordId);
        deleted++;
      } catch (error) {
        // gone already, or something else needs it
        if (!(error instanceof CliantaError)) throw error;
      }
    await this.#links.deleteMany({ workspaceId, credentialId });
    return deleted;
  }
}

const idOf = ({ credentialId, object, externalId }: Omit<Place, 'workspaceId'>) =>
  idFrom(`link:${credentialId}:${object}:${externalId}`);
