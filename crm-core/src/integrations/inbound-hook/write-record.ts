import type { CrmCore } from '../../crm-core.ts';
import { type Entity, titleOf } from '../../entity/define-entity.ts';
import { idFrom } from '../../entity/ids.ts';
import { orderKey } from '../../entity/order-key.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import { isPerson } from '../../entity/personal.ts';
import { operation, type Scope, systemScope } from '../../entity/scope.ts';
import { ERASED_REASON, erasedAmong, welcomeBack } from '../../erasure/erased-keys.ts';
import { InvalidError } from '../../errors.ts';
import { type ReadRow, readRow } from '../../imports/mapping/read-row.ts';
import { comparable, findBy } from '../../imports/run/find-records.ts';
import { resolveReferences } from '../../imports/run/references.ts';
import { hookTargetsFor, resolveMails } from './hook-targets.ts';
import type { HookMapping } from './inbound-hook.schema.ts';
import { cellsOf } from './read-payload.ts';

/** What came from outside, and how it becomes a record. */
export interface Arrival {
  workspaceId: string;
  /** Of the record, by the name of the entity. */
  kind: string;
  mapping: readonly HookMapping[];
  /** By which of its fields the record is found; absent: each makes a new one. */
  matchBy?: string | undefined;
  /** Whose text it is: "the webhook “Shop”". */
  from: string;
  channel: string;
  /** Its own; all ids follow from it. */
  id: string;
  /** The ids of what is written begin with it. */
  cause: string;
  /** Nothing proves who sent it: what a record says already stays, and what differs is given back. */
  fillsOnly?: boolean;
  /** The person sent it themselves: whoever was erased comes back by it. Otherwise they are left out. */
  isOwn?: boolean;
  /** What a new record says where nothing of it was sent. */
  whenNew?: Readonly<Record<string, unknown>>;
}

/** What it has come to. */
export interface WrittenRecord {
  id: string;
  title: string;
  /** Addresses of people that nobody here has. */
  strangers: string[];
  outcome: 'added' | 'changed' | 'unchanged';
  /** What was sent and is not what the record says; by `fillsOnly` alone. */
  others: OtherValue[];
}

/** A value that a record has another one for. */
interface OtherValue {
  field: string;
  label: string;
  value: unknown;
}

/**
 * Makes the record that it is about, or changes the one that it finds. All ids follow from what arrived: after a crash
 * it finds what it has written.
 *
 * @throws InvalidError for what cannot become such a record
 */
export async function writeRecord(crm: CrmCore, arrival: Arrival, payload: unknown): Promise<WrittenRecord> {
  const { cause } = arrival;
  const entity = crm.store.entity(arrival.kind);
  const scope = senderScope(arrival);
  const row = await rowOf(crm, entity, arrival, payload);
  await meetErased(crm, scope, entity, row, arrival);
  const strangers = await resolveMails(crm, scope, entity, row);
  requireRead(row);
  const known = await recordMeant(crm, scope, entity, arrival, row);
  const others = known && arrival.fillsOnly ? await takeOthers(crm, scope, entity, row, known) : [];
  await resolveReferences({ crm, scope, importId: arrival.id, isDryRun: false, made: new Map() }, entity, [
    row,
  ]);
  requireRead(row);
  const values = {
    ...(!known && arrival.whenNew),
    ...row.values,
    ...(Object.keys(row.custom).length > 0 && { customFields: row.custom }),
  } as never;
  const records = crm.records(entity);
  const writing: Scope = { ...scope, operation: operation(cause) };
  const after = known
    ? await records.update(writing, known._id, values)
    : await records.create(writing, values);
  // found again, it may be what a process has made that ended before it could say so
  const isAdded = !known || known._id === idFrom(`record:${cause}.0`);
  return {
    id: after.id,
    title: entity.titleOf({ ...after }),
    strangers,
    others,
    outcome: isAdded ? 'added' : after.version === known.version ? 'unchanged' : 'changed',
  };
}

/** @throws InvalidError for somebody who was erased, and has not sent this themselves */
async function meetErased(
  crm: CrmCore,
  { workspaceId }: Scope,
  entity: Entity,
  { values }: ReadRow,
  { isOwn }: Arrival,
): Promise<void> {
  if (!isPerson(entity)) return;
  const of = (format: 'email' | 'phone') =>
    entity.fields
      .filter((field) => field.format === format)
      .flatMap(({ name }) => [values[name]].flat())
      .filter((value): value is string => typeof value === 'string');
  const erased = await erasedAmong(crm, workspaceId, { emails: of('email'), phones: of('phone') });
  if (erased.size === 0) return;
  if (!isOwn) throw new InvalidError(ERASED_REASON);
  for (const email of of('email')) await welcomeBack(crm, workspaceId, email);
}

async function rowOf(
  crm: CrmCore,
  entity: Entity,
  { workspaceId, mapping }: Arrival,
  payload: unknown,
): Promise<ReadRow> {
  const { timeZone, currency } = await crm.facts(workspaceId);
  const targets = new Map((await hookTargetsFor(crm, workspaceId, entity)).map((one) => [one.key, one]));
  const gone = mapping.find(({ field }) => !targets.has(field));
  if (gone) throw new InvalidError(`There is no field “${gone.field}” any more.`);
  return readRow(
    { row: 1, cells: cellsOf(payload, mapping) },
    mapping.map(({ path, field }) => ({ header: path, field, samples: [] })),
    targets,
    { timeZone, currency, hasDecimalComma: false },
  );
}

function requireRead({ problems }: ReadRow): void {
  if (problems.length > 0) throw new InvalidError(problems.join(' '));
}

async function recordMeant(
  crm: CrmCore,
  scope: Scope,
  entity: Entity,
  { mapping, matchBy }: Arrival,
  row: ReadRow,
): Promise<StoredDocument | undefined> {
  if (matchBy === undefined) return undefined;
  const key = row.values[matchBy];
  if (key === undefined) {
    const path = mapping.find(({ field }) => field === matchBy)?.path ?? matchBy;
    throw new InvalidError(`It does not say by what it is matched: nothing stands at “${path}”.`);
  }
  const found = [...(await findBy(crm.store, scope, entity, matchBy, [key])).values()].flat();
  if (found.length > 1)
    throw new InvalidError(
      `${found.length} ${entity.label.many} have “${String(key)}”: which is meant is not clear.`,
    );
  return found[0];
}

/** Takes out of the row what the record has a value for already. @returns those that are other values */
async function takeOthers(
  crm: CrmCore,
  scope: Scope,
  entity: Entity,
  row: ReadRow,
  known: StoredDocument,
): Promise<OtherValue[]> {
  const labelOf = (name: string) => entity.fields.find((field) => field.name === name)?.label ?? name;
  const others: OtherValue[] = [];
  const take = (from: Record<string, unknown>, has: Record<string, unknown>, prefix = '') => {
    for (const [name, value] of Object.entries(from)) {
      if (isEmpty(has[name])) continue;
      delete from[name];
      if (comparable(entity, name, value) !== comparable(entity, name, has[name]))
        others.push({ field: `${prefix}${name}`, label: labelOf(name), value });
    }
  };
  take(row.values, known);
  take(row.custom, (known.customFields ?? {}) as Record<string, unknown>, 'custom.');
  for (const [name, { title }] of Object.entries(row.named)) {
    if (isEmpty(known[name])) continue;
    delete row.named[name];
    if (title && !(await isCalled(crm, scope, entity, name, String(known[name]), title)))
      others.push({ field: name, label: labelOf(name), value: title });
  }
  return others;
}

/** Whether the record that a field refers to has this name. */
async function isCalled(
  crm: CrmCore,
  scope: Scope,
  entity: Entity,
  name: string,
  id: string,
  title: string,
): Promise<boolean> {
  const ref = entity.fields.find((field) => field.name === name)?.ref;
  const referred = ref ? crm.store.entities.get(ref) : undefined;
  const record = referred && (await crm.records(referred).getMany(scope, [id])).get(id);
  return record !== undefined && orderKey(titleOf(referred as Entity, record)) === orderKey(title);
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Whoever sends has no account, and all of it is theirs: it is written as text from outside. */
const senderScope = ({ workspaceId, from, channel, id }: Arrival): Scope => ({
  ...systemScope(workspaceId, from),
  role: 'member',
  channel,
  groupId: id,
  outside: from,
});
