import { Approval } from '../conversations/approval/approval.schema.ts';
import type { CrmCore } from '../crm-core.ts';
import type { Entity } from '../entity/define-entity.ts';
import { whyKept } from '../entity/personal.ts';
import { recordKeys } from '../entity/record-keys.ts';
import { UserAction } from '../tracking/user-action/user-action.schema.ts';
import { eraseIn, findIn, isPlain } from './erase-values.ts';
import type { PersonMatcher } from './person-matcher.ts';
import { redaction, renameEntry } from './redact-entry.ts';
import { collectionNames, ownDocuments, type RawDocument } from './whose-document.ts';

type Values = Record<string, unknown>;

/** Bookkeeping whose documents are of no use without what names the person: they go as a whole. */
const GOES_WHOLE = new Set([
  'waitingJobs',
  'deadLetters',
  'importRefusals',
  'processMessages',
  'bulkNotices',
  'softBounces',
  'checkpoints',
  'checkpoint_writes',
  'presences',
  'importMappings',
]);

/** How often a document that is written meanwhile is read anew. */
const TRIES = 5;

/** A document that a sweep has come to. */
export interface Swept {
  /** As people call the place. */
  target: string;
  how: 'key' | 'name';
  /** It stays as it is, for this reason. */
  kept?: string;
  document: RawDocument;
  isWhole: boolean;
}

export interface SweepOptions {
  workspaceId: string;
  person: PersonMatcher;
  /** The erasure that this is for: it says itself by what the person is found. */
  erasureId?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Told of each document that is looked at. */
  onLooked?: (target: string) => void;
}

/**
 * Goes through the raw documents of every collection, one after another, and finds those that name the person. Nothing is
 * left out because of where it is: what has no schema is looked at like what has one.
 */
export async function* sweepDocuments(
  crm: CrmCore,
  { workspaceId, person, erasureId, signal, onLooked }: SweepOptions,
): AsyncGenerator<Swept & { collection: string; entity?: Entity }> {
  const isOwn = await ownDocuments(crm, workspaceId);
  const byCollection = new Map([...crm.store.entities.values()].map((entity) => [entity.plural, entity]));
  for (const collection of await collectionNames(crm)) {
    const entity = byCollection.get(collection);
    const target = entity?.label.many ?? inWords(collection);
    const filter = entity ? { [entity.tenantField]: workspaceId } : {};
    const cursor = crm.store.connection.collection(collection).find(filter).batchSize(200);
    for await (const found of cursor) {
      signal?.throwIfAborted();
      const document = found as RawDocument;
      if (document._id === erasureId || !isOwn(document, entity)) continue;
      onLooked?.(target);
      const how = findIn(document, person);
      if (!how) continue;
      const kept = entity ? whyKept(entity, document) : undefined;
      const isWhole = GOES_WHOLE.has(collection) || findIn(String(document._id), person) !== undefined;
      yield { target, how, document, isWhole, collection, ...(kept && { kept }), ...(entity && { entity }) };
    }
  }
}

const CALLED: Readonly<Record<string, string>> = {
  checkpoints: 'requests under way',
  checkpoint_writes: 'requests under way',
  waitingJobs: 'jobs that wait',
  deadLetters: 'events that failed',
  importRefusals: 'refused rows of imports',
};

/** "softBounces" as "soft bounces". */
const inWords = (collection: string): string =>
  CALLED[collection] ??
  collection
    .replace(/[_-]/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();

/** Takes the person out of a document that a sweep has found. @returns whether that was done */
export async function eraseDocument(
  crm: CrmCore,
  { collection: name, entity, document, isWhole }: Swept & { collection: string; entity?: Entity },
  person: PersonMatcher,
): Promise<boolean> {
  const collection = crm.store.connection.collection(name);
  const own = { _id: document._id as never };
  if (isWhole) {
    if (name === 'checkpoints' || name === 'checkpoint_writes') await forgetThread(crm, document.thread_id);
    if (entity?.name === UserAction.name)
      await renameEntry(crm, document, without(document, entity, person) ?? {});
    else await collection.deleteOne(own);
    return true;
  }
  let current: RawDocument | null = document;
  for (let tries = 0; current && tries < TRIES; tries++) {
    const update = without(current, entity, person);
    if (!update) return tries > 0;
    const { matchedCount } = await collection.updateOne(
      { ...own, ...asRead(current) } as never,
      (entity?.name === UserAction.name ? redaction(crm, current, update) : update) as never,
    );
    if (matchedCount > 0) return true;
    current = (await collection.findOne(own)) as RawDocument | null;
  }
  return current === null;
}

/** A turn that waits with what is erased cannot go on. */
async function forgetThread(crm: CrmCore, threadId: unknown): Promise<void> {
  for (const name of ['checkpoints', 'checkpoint_writes'])
    await crm.store.connection.collection(name).deleteMany({ thread_id: threadId });
}

/** Whatever has written the document since shows in one of these. */
function asRead(document: RawDocument): Values {
  const { version, outbox } = document;
  return {
    ...(version !== undefined && { version }),
    ...(Array.isArray(outbox)
      ? { outbox: { $size: outbox.length } }
      : version !== undefined && { outbox: { $exists: false } }),
  };
}

function without(
  document: RawDocument,
  entity: Entity | undefined,
  person: PersonMatcher,
): Values | undefined {
  const set: Values = {};
  const unset: Values = {};
  for (const [name, value] of Object.entries(document)) {
    if (name === '_id' || (entity && name === 'search')) continue;
    const next = person.find(name) ? undefined : eraseIn(value, person);
    if (next === value) continue;
    const field = entity?.fields.find((one) => one.name === name);
    const isTheirs = typeof value === 'string' && person.is(value);
    if (next === undefined || (isTheirs && field && !field.isRequired)) unset[name] = '';
    else set[name] = next;
  }
  const isStale = entity !== undefined && findIn(document.search, person) !== undefined;
  if (!isStale && Object.keys(set).length + Object.keys(unset).length === 0) return undefined;
  if (entity) {
    // what a record is found by follows from what it says
    const next: Values = { ...document, ...set };
    for (const name of Object.keys(unset)) delete next[name];
    const { search } = recordKeys(entity, next);
    if (search) set.search = search;
    else if (isPlain(document.search)) unset.search = '';
  }
  if (entity && isPending(entity, document)) set.status = 'expired';
  return {
    ...(Object.keys(set).length > 0 && { $set: set }),
    ...(Object.keys(unset).length > 0 && { $unset: unset }),
    ...(typeof document.version === 'number' && { $inc: { version: 1 } }),
  };
}

/** A proposal about the person that waits would do something else than was shown. */
const isPending = (entity: Entity, { status, argsHash }: RawDocument): boolean =>
  entity.name === Approval.name && status === 'pending' && typeof argsHash === 'string';
