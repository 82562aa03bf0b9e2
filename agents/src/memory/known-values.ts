import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Field } from '@clianta/crm-core/entity/zod-fields';
import type { KnownValue } from '../language/language-context.ts';
import { toolFieldName, toolFields } from '../tools/fields.ts';

const HELD: ReadonlyArray<Entity> = [Contact, Company, Opportunity];
/** A field with more values than this holds free text. */
const MOST_VALUES = 80;
const LONGEST = 40;
/** Values are read again after as many times what reading took, but not more often than this. */
const REST = 200;
const LEAST_MS = 10_000;
/** Of each kind the newest are read before the first answer; all of them beside it. */
const READ_FIRST = 1_000;
const BATCH = 2_000;
/** Workspaces whose values are kept. */
const MOST_WORKSPACES = 500;

interface Kept {
  values: Promise<readonly KnownValue[]>;
  readAt: number;
  /** Milliseconds that the reading took. */
  took: number;
  isReading: boolean;
}

const keptBy = new WeakMap<CrmCore, Map<string, Kept>>();

/**
 * What the short text fields of a workspace's records hold ("Webinar" as a source, "key account" as a tag), so that a
 * word of a message is known for a value. Kept in memory; a new value is known once the values were read again.
 */
export async function knownValues(crm: CrmCore, workspaceId: string): Promise<readonly KnownValue[]> {
  const kept = keptBy.get(crm) ?? new Map<string, Kept>();
  keptBy.set(crm, kept);
  const known = kept.get(workspaceId);
  if (!known) {
    const [oldest] = kept.keys();
    if (kept.size >= MOST_WORKSPACES && oldest !== undefined) kept.delete(oldest);
    const first: Kept = { values: Promise.resolve([]), readAt: 0, took: 0, isReading: false };
    kept.set(workspaceId, first);
    // a word is not known for a value then, which costs a question
    first.values = newest(crm, workspaceId, first).catch(() => []);
    return first.values;
  }
  const rest = Math.max(LEAST_MS, known.took * REST);
  if (!known.isReading && Date.now() - known.readAt > rest) refresh(crm, workspaceId, known);
  return known.values;
}

/** Reads all anew; who asks meanwhile, or where reading fails, has the values of before. */
function refresh(crm: CrmCore, workspaceId: string, kept: Kept): void {
  timed(kept, () => readAll(crm, workspaceId)).then(
    ({ values }) => {
      kept.values = Promise.resolve(values);
    },
    () => {},
  );
}

/** What the newest records hold, so that the first message does not wait for all; those are read after it. */
async function newest(crm: CrmCore, workspaceId: string, kept: Kept): Promise<readonly KnownValue[]> {
  const { values, isAll } = await timed(kept, () => readAll(crm, workspaceId, READ_FIRST));
  if (!isAll) setImmediate(() => refresh(crm, workspaceId, kept));
  return values;
}

async function timed<T>(kept: Kept, read: () => Promise<T>): Promise<T> {
  const started = Date.now();
  kept.isReading = true;
  try {
    return await read();
  } finally {
    kept.readAt = Date.now();
    kept.took = kept.readAt - started;
    kept.isReading = false;
  }
}

interface Read {
  values: KnownValue[];
  /** False when the limit left records out. */
  isAll: boolean;
}

async function readAll(crm: CrmCore, workspaceId: string, limit = 0): Promise<Read> {
  const reads = await Promise.all(HELD.map((entity) => valuesOf(crm, workspaceId, entity, limit)));
  return { values: reads.flatMap(({ values }) => values), isAll: reads.every(({ isAll }) => isAll) };
}

const isShortText = (entity: Entity, { name, kind, element, ref, part, format, readOnly, isAside }: Field) =>
  (kind === 'string' || (kind === 'array' && element === 'string')) &&
  !ref &&
  !part &&
  !format &&
  !readOnly &&
  !isAside &&
  name !== entity.talk?.title;

/** One pass over the records, however many fields there are. */
async function valuesOf(crm: CrmCore, workspaceId: string, entity: Entity, limit: number): Promise<Read> {
  const counted = new Map(
    toolFields(entity)
      .filter((field) => isShortText(entity, field))
      .map((field) => [field, new Map<string, number>()]),
  );
  const fields = [...counted.keys()];
  let read = 0;
  const records = crm.store
    .model(entity)
    .collection.find<Record<string, unknown>>({ workspaceId, isDeleted: false })
    .project(Object.fromEntries(fields.map(({ name }) => [name, 1])))
    .sort({ createdAt: -1, _id: -1 })
    .limit(limit)
    .batchSize(BATCH);
  for await (const record of records) {
    read++;
    for (const [field, counts] of counted) {
      for (const value of textsIn(record[field.name])) counts.set(value, (counts.get(value) ?? 0) + 1);
      if (counts.size > MOST_VALUES) counted.delete(field);
    }
    if (counted.size === 0) break;
  }
  const values = [...counted].flatMap(([field, counts]) =>
    [...counts]
      .toSorted(([, a], [, b]) => b - a)
      .filter(([value]) => value.length <= LONGEST)
      .map(([value]) => ({
        entity: entity.name,
        field: toolFieldName(field),
        value,
        isListed: field.kind === 'array',
      })),
  );
  return { values, isAll: limit === 0 || read < limit };
}

const textsIn = (value: unknown): string[] =>
  [value].flat().filter((one): one is string => typeof one === 'string' && one !== '');
