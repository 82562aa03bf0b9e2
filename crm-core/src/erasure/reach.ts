import type { CrmCore } from '../crm-core.ts';
import type { Entity } from '../entity/define-entity.ts';
import type { StoredDocument } from '../entity/outbox.ts';
import { erasingPaths, isPerson, whyKept } from '../entity/personal.ts';
import { isPlain } from './erase-values.ts';
import type { PersonKeys } from './erasure/erasure.schema.ts';
import { PersonMatcher } from './person-matcher.ts';

/** The records that go with a person, in the rounds in which they were found: what hangs on others comes later. */
export interface Reach {
  rounds: Array<Map<Entity, string[]>>;
  has(entity: Entity, id: string): boolean;
  /** All of their ids. */
  ids: Set<string>;
}

/** More ids make a query that no index serves well. */
const BATCH = 500;

/** Works out which records go for good: those of the person, and those that hang on them, as the entities declare it. */
export async function reachOf(crm: CrmCore, workspaceId: string, keys: PersonKeys): Promise<Reach> {
  const entities = [...crm.store.entities.values()].filter(
    ({ tenantField }) => tenantField === 'workspaceId',
  );
  const person = entities.find(isPerson);
  const known = new Map<Entity, Set<string>>(entities.map((entity) => [entity, new Set<string>()]));
  const rounds: Reach['rounds'] = [];
  const values = [...keys.contactIds, ...keys.emails];
  const matcher = new PersonMatcher({ ...keys, names: [] });
  let round = new Map<Entity, string[]>();
  const add = (entity: Entity, ids: readonly string[], to: Map<Entity, string[]>) => {
    const own = known.get(entity);
    const fresh = ids.filter((id) => own && !own.has(id));
    for (const id of fresh) own?.add(id);
    if (fresh.length > 0) to.set(entity, [...(to.get(entity) ?? []), ...fresh]);
  };
  if (person) add(person, keys.contactIds, round);
  for (const entity of entities)
    add(entity, await ownRecords(crm, workspaceId, entity, values, matcher), round);
  while (round.size > 0) {
    rounds.push(round);
    const next = new Map<Entity, string[]>();
    for (const [entity, ids] of round)
      for (let at = 0; at < ids.length; at += BATCH)
        await follow(crm, workspaceId, entities, entity, ids.slice(at, at + BATCH), (other, found) =>
          add(other, found, next),
        );
    round = next;
  }
  const ids = new Set([...known.values()].flatMap((own) => [...own]));
  return { rounds, ids, has: (entity, id) => known.get(entity)?.has(id) ?? false };
}

/** Records of which a field that says so names the person. */
async function ownRecords(
  crm: CrmCore,
  workspaceId: string,
  entity: Entity,
  values: readonly string[],
  matcher: PersonMatcher,
): Promise<string[]> {
  const paths = erasingPaths(entity);
  if (paths.length === 0 || values.length === 0) return [];
  const found = crm.store.model(entity).collection.find<StoredDocument>({
    workspaceId,
    $or: paths.map((path) => ({ [path]: { $in: [...values] } })),
  } as never);
  const ids: string[] = [];
  for await (const document of found)
    if (!whyKept(entity, document) && paths.some((path) => isOnlyTheirs(document, path, matcher)))
      ids.push(document._id);
  return ids;
}

/** Of a list, nobody else is in it. */
function isOnlyTheirs(document: StoredDocument, path: string, matcher: PersonMatcher): boolean {
  let value: unknown = document;
  for (const name of path.split('.')) value = isPlain(value) ? value[name] : undefined;
  const parts = [value].flat();
  return parts.length > 0 && parts.every((part) => typeof part === 'string' && matcher.isKey(part));
}

/** What goes along with records of one kind: what cascades, what is a part of them, and what they alone refer to. */
async function follow(
  crm: CrmCore,
  workspaceId: string,
  entities: readonly Entity[],
  entity: Entity,
  ids: readonly string[],
  found: (entity: Entity, ids: string[]) => void,
): Promise<void> {
  const idsOf = async (other: Entity, filter: Record<string, unknown>) => {
    const documents = await crm.store
      .model(other)
      .collection.find<StoredDocument>({ workspaceId, ...filter } as never)
      .toArray();
    return documents.filter((one) => !whyKept(other, one)).map(({ _id }) => _id);
  };
  for (const other of entities) {
    if (other.partOf === entity.name) found(other, await idsOf(other, { _id: { $in: ids } }));
    for (const { name, ref, refBy, onDelete } of other.fields) {
      const goes = onDelete === 'cascade' || other.personal?.[name] === 'erase';
      // who the person is stands in the first round
      if (!goes || isPersonRef(entity, ref)) continue;
      if (ref === entity.name) found(other, await idsOf(other, { [name]: { $in: ids } }));
      else if (refBy) found(other, await idsOf(other, { [refBy]: entity.name, [name]: { $in: ids } }));
    }
  }
  const along = Object.entries(entity.personal ?? {}).flatMap(([name, rule]) =>
    rule === 'along' ? [name] : [],
  );
  for (const { name, ref } of entity.fields) {
    const other = entities.find((one) => one.name === ref);
    if (!other || !along.includes(name)) continue;
    const own = await crm.store
      .model(entity)
      .collection.find<StoredDocument>({ _id: { $in: ids } } as never)
      .toArray();
    const named = own.flatMap((one) => (typeof one[name] === 'string' ? [one[name]] : []));
    if (named.length > 0) found(other, await idsOf(other, { _id: { $in: named } }));
  }
}

const isPersonRef = (entity: Entity, ref: string | undefined): boolean =>
  isPerson(entity) && ref === entity.name;
