import { idFrom } from '../../entity/ids.ts';
import { isPerson } from '../../entity/personal.ts';
import { ERASED_REASON, erasedAmong } from '../../erasure/erased-keys.ts';
import { CliantaError } from '../../errors.ts';
import { suspectPair } from '../../intelligence/hygiene/store-pairs.ts';
import { type Merged, mergeFields } from '../sync/merge-fields.ts';
import { hashOf, type SyncLink } from '../sync/sync-links.ts';
import type { ObjectSync, SalesforceRun, Values } from './object-sync.ts';
import { ourMatches } from './our-matches.ts';
import { COLLECTION, type Row, type WriteResult } from './salesforce-api.ts';

const PARALLEL = 16;

/** What is to be written there after it was written here. */
interface Reply {
  link: SyncLink;
  title: string;
  row: Values;
  /** Both sides' values once it is done. */
  base: Values;
  /** Without what is to be written there. */
  baseBefore: Values;
  theirs: Values;
  version: string;
}

/** Takes what was changed there: what is new is made here, what both have is compared three ways and written on either side. */
export class TakeRows {
  readonly #sf: SalesforceRun;
  readonly #sync: ObjectSync;
  readonly #isForced: boolean;

  /** @param isForced - also those that are as they were there: ours have changed */
  constructor(sf: SalesforceRun, sync: ObjectSync, isForced = false) {
    this.#sf = sf;
    this.#sync = sync;
    this.#isForced = isForced;
  }

  get #place() {
    const { credential } = this.#sf.run;
    return {
      workspaceId: credential.workspaceId,
      credentialId: credential.id,
      object: this.#sync.object.name,
    };
  }

  get #records() {
    return this.#sf.run.crm.records(this.#sync.entity);
  }

  async take(rows: readonly Row[]): Promise<void> {
    const { run, crossings, scope } = this.#sf;
    const links = await run.links.findMany(this.#place, rows.map(idOf));
    const present: Row[] = [];
    for (const row of rows) {
      const link = links.get(idOf(row));
      if (row.IsDeleted === true) await this.#gone(row, link);
      else if (row.IsConverted === true) await this.#converted(row, link);
      else present.push(row);
    }
    const records = await this.#records.getMany(
      scope,
      [...links.values()].map(({ recordId }) => recordId),
    );
    await crossings.load(
      present.flatMap((row) => this.#sync.referredThere(row)),
      [...records.values()].flatMap((record) => this.#sync.referredHere(record as Values)),
    );
    const fresh: Row[] = [];
    const known: Array<{ row: Row; link: SyncLink; record: Values }> = [];
    for (const row of present) {
      const link = links.get(idOf(row));
      const record = link && records.get(link.recordId);
      // a process may have ended between the link and its record
      if (!link || !record) fresh.push(row);
      else known.push({ row, link, record: record as Values });
    }
    await this.#makeAll(fresh, known);
    const replies: Reply[] = [];
    for (let at = 0; at < known.length; at += PARALLEL)
      await Promise.all(
        known.slice(at, at + PARALLEL).map(async (one) => {
          const reply = await this.#compare(one.row, one.link, one.record);
          if (reply) replies.push(reply);
        }),
      );
    for (let at = 0; at < replies.length; at += COLLECTION)
      await this.#answer(replies.slice(at, at + COLLECTION));
  }

  /** What is new there: found here, or made. The link comes first, so that a crash makes nothing twice. */
  async #makeAll(
    rows: readonly Row[],
    known: Array<{ row: Row; link: SyncLink; record: Values }>,
  ): Promise<void> {
    if (rows.length === 0) return;
    const { run, scope } = this.#sf;
    const matched = await ourMatches(this.#sf, this.#sync, rows);
    const made: Array<{ row: Row; id: string; values: Values }> = [];
    const erased = await this.#erasedAmong(rows);
    for (const row of rows) {
      const match = matched.get(idOf(row));
      const values = this.#sync.theirs(row);
      if (erased.has(String(values.email)) || erased.has(String(values.phone))) {
        run.failed(`${this.#sync.object.name} ${idOf(row)}`, new CannotMatch(ERASED_REASON));
        continue;
      }
      if (match?.kind === 'taken') this.#failed(values, new CannotMatch(match.why));
      else if (match?.kind === 'beside') run.counts.skipped++;
      else if (match) {
        const place = { ...this.#place, externalId: idOf(row) };
        const stored = await run.links.save(place, {
          entity: this.#sync.entity.name,
          recordId: match.record.id,
          base: match.base ?? {},
          origin: 'ours',
        });
        known.push({ row, link: stored, record: match.record });
      } else made.push({ row, id: this.#idFor(row), values });
    }
    await run.links.make(
      made.map(({ row, id, values }) => ({
        ...this.#place,
        externalId: idOf(row),
        entity: this.#sync.entity.name,
        recordId: id,
        base: values,
        hash: hashOf(values),
        theirVersion: String(row.SystemModstamp),
      })),
    );
    const outcomes = await this.#records.createMany(
      { ...scope, isBulk: scope.isBulk ?? made.length > 1 },
      made.map(({ id, values }) => ({ id, input: present(this.#sync.patchOf(values, {})) as never })),
    );
    const refused: Row[] = [];
    for (const [at, outcome] of outcomes.entries()) {
      const one = made[at];
      if (!one) continue;
      if (outcome.kind === 'refused') {
        refused.push(one.row);
        this.#failed(one.values, outcome.error);
      } else if (outcome.kind === 'made') run.counts.created++;
    }
    await run.links.remove(refused.map((row) => ({ ...this.#place, externalId: idOf(row) })));
  }

  /** Who was erased here is not brought back by a sync. */
  async #erasedAmong(rows: readonly Row[]): Promise<ReadonlySet<string>> {
    const values = rows.map((row) => this.#sync.theirs(row));
    const all = (name: string) => values.flatMap((one) => (typeof one[name] === 'string' ? [one[name]] : []));
    if (!isPerson(this.#sync.entity)) return new Set();
    const { crm } = this.#sf.run;
    return erasedAmong(crm, this.#place.workspaceId, { emails: all('email'), phones: all('phone') });
  }

  /** @returns what is to be written there */
  async #compare(row: Row, link: SyncLink, record: Values): Promise<Reply | undefined> {
    const { run, scope } = this.#sf;
    const theirs = this.#sync.theirs(row);
    const version = String(row.SystemModstamp);
    const isSame = link.hash === hashOf(theirs) && !this.#isForced;
    if (isSame || link.state === 'paused' || (record.isDeleted === true && link.state === 'ok'))
      return void run.counts.skipped++;
    try {
      let current = record;
      if (current.isDeleted === true) current = (await this.#records.restore(scope, link.recordId)) as Values;
      const sides = this.#sync.sides(link.base, current, row);
      const merged = mergeFields(
        { ...sides, oursAt: current.updatedAt as Date, theirsAt: new Date(version) },
        { rules: this.#sync.rules, withdrawn: { consent: true } },
      );
      await run.conflicts.keep(link, merged.conflicts);
      run.counts.conflicts += merged.conflicts.length;
      if (Object.keys(merged.toOurs).length > 0) {
        const patch = this.#sync.patchOf(merged.toOurs, current);
        await this.#records.update(scope, link.recordId, patch as never, {
          version: Number(current.version),
        });
        run.counts.updated++;
      }
      return await this.#settle({ link, theirs, version, merged, record: current });
    } catch (error) {
      if (!(error instanceof CliantaError)) throw error;
      this.#failed(theirs, error);
      return undefined;
    }
  }

  async #settle(one: {
    link: SyncLink;
    theirs: Values;
    version: string;
    merged: Merged;
    record: Values;
  }): Promise<Reply | undefined> {
    const { link, theirs, version, merged, record } = one;
    const { run } = this.#sf;
    const wanted = Object.fromEntries(
      Object.entries(merged.toTheirs).filter(([field]) => this.#sync.isWritten(field)),
    );
    // what is written there may name records that the batch does not
    if (
      Object.keys(wanted).length > 0 &&
      this.#sync.referredHere(record).length > 0 &&
      Object.keys(merged.toOurs).length > 0
    )
      await this.#sf.crossings.load([], this.#sync.referredHere(record));
    const { row } = this.#sync.rowOf(wanted, false);
    const baseBefore = { ...link.base, ...without(merged.base, Object.keys(merged.toTheirs)) };
    if (Object.keys(row).length > 0)
      return {
        link,
        title: this.#sync.entity.titleOf(record as never),
        row,
        base: { ...link.base, ...merged.base },
        baseBefore,
        theirs,
        version,
      };
    const isNews = Object.keys(merged.toOurs).length > 0;
    const next = { base: baseBefore, hash: hashOf(theirs), theirVersion: version, state: 'ok' as const };
    if (isNews) await run.links.save(placeOf(link), { ...link, ...next });
    else await run.links.seen(link, next);
    return undefined;
  }

  /** Writes there what has won here. */
  async #answer(replies: readonly Reply[]): Promise<void> {
    const { run, api, holds } = this.#sf;
    const results = await api.update(
      this.#sync.object.name,
      replies.map(({ link, row }) => ({ Id: link.externalId, ...row })),
    );
    const { workspaceId, credentialId } = this.#place;
    for (const [at, result] of results.entries()) {
      const reply = replies[at];
      if (!reply) continue;
      const { link, base, baseBefore, theirs, version } = reply;
      if (result.success) {
        run.counts.updated++;
        await run.links.save(placeOf(link), {
          ...link,
          base,
          hash: hashOf({ ...theirs, ...pick(base, theirs) }),
          theirVersion: version,
        });
        await holds.clear(credentialId, [link.recordId]);
        continue;
      }
      await run.links.seen(link, { base: baseBefore, hash: hashOf(theirs), theirVersion: version });
      const { reason, isPassing } = refusalOf(result);
      run.failed(reply.title, new Error(reason));
      await holds.put({
        workspaceId,
        credentialId,
        object: link.object,
        recordId: link.recordId,
        reason,
        isPassing,
      });
    }
  }

  /** Deleted there: to the trash here; merged there: the link goes to what is left, and the merge is proposed. */
  async #gone(row: Row, link: SyncLink | undefined): Promise<void> {
    if (!link || link.state === 'gone') return;
    const { run, scope } = this.#sf;
    const masterId = row.MasterRecordId ? String(row.MasterRecordId) : undefined;
    if (masterId) {
      const master = await run.links.find({ ...this.#place, externalId: masterId });
      if (!master) await run.links.save({ ...placeOf(link), externalId: masterId }, handedOver(link));
      else if (master.recordId !== link.recordId)
        await suspectPair(run.crm, scope.workspaceId, link.entity, master.recordId, link.recordId);
      return run.links.seen(link, { state: 'gone' });
    }
    await run.links.seen(link, { state: 'gone' });
    this.#sf.deleted.push(link);
  }

  async #converted(row: Row, link: SyncLink | undefined): Promise<void> {
    const { links } = this.#sf.run;
    const externalId = row.ConvertedContactId ? String(row.ConvertedContactId) : undefined;
    if (!link || !externalId || link.state === 'gone') return;
    const place = { ...placeOf(link), object: 'Contact', externalId };
    if (!(await links.find(place))) await links.save(place, handedOver(link));
    await links.seen(link, { state: 'gone' });
  }

  #idFor(row: Row): string {
    return idFrom(`salesforce:${this.#place.credentialId}:${idOf(row)}`);
  }

  #failed(values: Values, error: unknown): void {
    const title = this.#sync.entity.titleOf(values as never);
    this.#sf.run.failed(`${this.#sync.entity.label.one} ${title ?? ''}`.trim(), error);
  }
}

class CannotMatch extends Error {}

export function refusalOf({ errors }: WriteResult): { reason: string; isPassing: boolean } {
  const said = errors.map(({ message, fields }) =>
    fields.length > 0 ? `${message} (${fields.join(', ')})` : message,
  );
  return {
    reason: `Salesforce refuses it: ${said.join('; ') || 'it does not say why'}`.slice(0, 500),
    isPassing: errors.some(({ statusCode }) => statusCode === 'UNABLE_TO_LOCK_ROW'),
  };
}

export const idOf = (row: Row): string => String(row.Id);
/** What another of theirs takes over of it; it is compared when that one is read. */
const handedOver = ({ entity, recordId, base, origin }: SyncLink) => ({
  entity,
  recordId,
  base,
  origin,
  hash: '',
  state: 'ok' as const,
});
const placeOf = ({ workspaceId, credentialId, object, externalId }: SyncLink) => ({
  workspaceId,
  credentialId,
  object,
  externalId,
});
const present = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
const without = (values: Values, names: readonly string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
const pick = (values: Values, of: Values): Values =>
  Object.fromEntries(
    Object.keys(of)
      .filter((name) => name in values)
      .map((name) => [name, values[name]]),
  );
