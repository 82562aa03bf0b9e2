import type { PrepareContext } from '../../entity/define-entity.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import type { RecordStore } from '../../entity/record-store.ts';
import { InvalidError } from '../../errors.ts';

/** So many companies stand above one another at most, the one at the top included. */
const MOST_LEVELS = 10;
const AT_ONCE = 500;
const COMPANY = 'company';

interface Node {
  name?: unknown;
  parentId?: unknown;
}

/**
 * Who stands above a company, its parent first.
 *
 * @throws InvalidError naming the circle that it would close, or when it would stand too deep
 */
export async function ancestorsOf(
  next: { name: string; parentId?: string | null | undefined },
  {
    id,
    before,
    read,
    countWhere,
  }: Pick<PrepareContext<{ ancestors?: string[] }>, 'id' | 'before' | 'read' | 'countWhere'>,
): Promise<string[]> {
  const ancestors: string[] = [];
  const names: string[] = [];
  for (let at = next.parentId ?? undefined; at; ) {
    if (at === id) throw circle(next.name, names);
    if (ancestors.length >= MOST_LEVELS - 1) throw tooDeep(next.name);
    const parent: Node | undefined = await read(COMPANY, at);
    if (!parent) break;
    ancestors.push(at);
    names.push(String(parent.name));
    at = typeof parent.parentId === 'string' ? parent.parentId : undefined;
  }
  const shift = ancestors.length - (before?.ancestors?.length ?? 0);
  const deepest = MOST_LEVELS - 1 - shift;
  // who stands below goes along, and must not come to stand too deep
  if (
    id &&
    shift > 0 &&
    (await countWhere(COMPANY, { ancestors: id, [`ancestors.${deepest}`]: { $exists: true } })) > 0
  )
    throw tooDeep(next.name);
  return ancestors;
}

function circle(name: string, above: readonly string[]): InvalidError {
  const [parent = name] = above;
  const links = above.map((one, at) => `${one} belongs to ${above[at + 1] ?? name}`);
  return new InvalidError(
    above.length === 0
      ? `${name} cannot belong to itself.`
      : `${name} cannot belong to ${parent}: ${new Intl.ListFormat('en').format(links)}, so that would be a circle.`,
    { parentId: 'would close a circle' },
  );
}

const tooDeep = (name: string) =>
  new InvalidError(`A hierarchy has ${MOST_LEVELS} levels at most, and ${name} would make it deeper.`, {
    parentId: `makes more than ${MOST_LEVELS} levels`,
  });

type Stored = { _id: string; name: string; parentId?: string | null; ancestors?: string[] };
const KNOWN = { name: 1, parentId: 1, ancestors: 1 } as const;

/**
 * Rewrites who stands above a company and those below it, level by level and in batches. What is right already is left
 * alone, so that it can be broken off and repeated.
 *
 * @returns how many were written
 */
export async function rewriteAncestors(
  store: RecordStore,
  workspaceId: string,
  companyId: string,
): Promise<number> {
  const { collection } = store.model(COMPANY);
  const read = async (where: object) =>
    (await collection
      .find({ workspaceId, ...where } as never, { projection: KNOWN })
      .toArray()) as unknown as Stored[];
  const write = async (changes: ReadonlyArray<readonly [Stored, string[]]>) => {
    const needed = changes.filter(([{ ancestors = [] }, own]) => ancestors.join() !== own.join());
    const writes = needed.map(([{ _id }, ancestors]) => ({
      updateOne: { filter: { _id }, update: { $set: { ancestors } } },
    }));
    for (let at = 0; at < writes.length; at += AT_ONCE)
      await collection.bulkWrite(writes.slice(at, at + AT_ONCE) as never, { ordered: false });
    return writes.length;
  };
  const [top] = await read({ _id: companyId });
  if (!top) return 0;
  const above: string[] = [];
  for (let at = top.parentId; at && above.length < MOST_LEVELS; ) {
    above.push(at);
    at = (await read({ _id: at }))[0]?.parentId;
  }
  let written = await write([[top, above]]);
  let level = new Map([[companyId, above]]);
  for (let depth = 0; depth < MOST_LEVELS && level.size > 0; depth++) {
    const below = new Map<string, string[]>();
    const parents = [...level.keys()];
    for (let from = 0; from < parents.length; from += AT_ONCE) {
      const children = await read({ parentId: { $in: parents.slice(from, from + AT_ONCE) } });
      const changes = children.map((child): readonly [Stored, string[]] => {
        const parent = String(child.parentId);
        return [child, [parent, ...(level.get(parent) ?? [])]];
      });
      for (const [child, ancestors] of changes) below.set(child._id, ancestors);
      written += await write(changes);
    }
    level = below;
  }
  return written;
}

/** Those that stand below a company, at whatever depth. */
export async function descendantIds(
  store: RecordStore,
  workspaceId: string,
  companyId: string,
): Promise<string[]> {
  const found = await store
    .model(COMPANY)
    .find({ workspaceId, ancestors: companyId, isDeleted: false })
    .select({ _id: 1 })
    .lean<Array<Pick<StoredDocument, '_id'>>>();
  return found.map(({ _id }) => _id);
}
