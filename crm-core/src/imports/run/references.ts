import type { CrmCore } from '../../crm-core.ts';
import { requireAccess } from '../../entity/access.ts';
import type { Entity } from '../../entity/define-entity.ts';
import { idFrom } from '../../entity/ids.ts';
import type { Scope } from '../../entity/scope.ts';
import { fold } from '../../entity/search-text.ts';
import type { Field } from '../../entity/zod-fields.ts';
import type { CliantaError } from '../../errors.ts';
import { mailKindOf } from '../../intelligence/scoring/mail-domain.ts';
import type { NamedRecord, ReadRow } from '../mapping/read-row.ts';
import { titleFieldOf } from '../mapping/targets.ts';
import { comparable, findBy } from './find-records.ts';

interface ReferenceContext {
  crm: CrmCore;
  scope: Scope;
  importId: string;
  isDryRun: boolean;
  /** By kind and name, those that a dry run would have made. */
  made: Map<string, string>;
}

/**
 * Puts the ids of the records that rows name into their values: by a unique value, then by the exact name, then by the domain of
 * the row's e-mail address where the names are alike. What is not there and needs no more than a name is made, once.
 *
 * @returns how many were made
 */
export async function resolveReferences(
  context: ReferenceContext,
  entity: Entity,
  rows: readonly ReadRow[],
): Promise<number> {
  let made = 0;
  for (const field of entity.fields) {
    const named = rows.filter((row) => row.named[field.name]);
    if (named.length === 0) continue;
    if (field.part) await resolveParts(context, field, named);
    else if (field.ref === 'user') await resolveTeam(context, field, named);
    else if (field.ref) made += await resolveRecords(context, field, named);
  }
  return made;
}

async function resolveTeam({ crm, scope }: ReferenceContext, field: Field, rows: readonly ReadRow[]) {
  const { team } = await crm.facts(scope.workspaceId);
  for (const row of rows) {
    const title = row.named[field.name]?.title ?? '';
    const found = team.filter(
      ({ name, email }) => fold(name) === fold(title) || email === title.toLowerCase(),
    );
    if (found.length === 1) row.values[field.name] = found[0]?.id;
    else row.problems.push(`${field.label}: nobody in the team is called “${title}”.`);
  }
}

/** An entry in a list of another record of the row, of any of them where the row names none: a stage. */
async function resolveParts({ crm, scope }: ReferenceContext, field: Field, rows: readonly ReadRow[]) {
  const { of, list } = field.part as { of: string; list: string };
  const owners = ((await crm.facts(scope.workspaceId)).cached.get(of) ?? []) as unknown as Array<
    { id: string; isDefault?: boolean } & Record<string, Array<{ id: string; name: string }>>
  >;
  const inOrder = [...owners].sort((a, b) => Number(b.isDefault ?? false) - Number(a.isDefault ?? false));
  const reference = `${of}Id`;
  for (const row of rows) {
    const title = fold(row.named[field.name]?.title ?? '');
    const own = row.values[reference];
    const found = inOrder
      .filter(({ id }) => own === undefined || id === own)
      .flatMap((owner) => (owner[list] ?? []).map((entry) => ({ owner, entry })))
      .find(({ entry }) => fold(entry.name) === title);
    if (!found) {
      row.problems.push(`${field.label}: there is no “${row.named[field.name]?.title}”.`);
      continue;
    }
    row.values[field.name] = found.entry.id;
    row.values[reference] = found.owner.id;
  }
}

async function resolveRecords(
  context: ReferenceContext,
  field: Field,
  rows: readonly ReadRow[],
): Promise<number> {
  const { crm, scope } = context;
  const target = crm.store.entity(field.ref as string);
  const title = titleFieldOf(target);
  const namedBy = (row: ReadRow) => row.named[field.name] as NamedRecord;
  const unique = (target.unique ?? []).flatMap(([name, ...others]) =>
    name && others.length === 0 ? [name] : [],
  );
  const titles = rows.flatMap((row) => namedBy(row).title ?? []);
  const byTitle = await findBy(crm.store, scope, target, title, titles);
  const isWeb = (name: string) => target.fields.some((one) => one.name === name && one.format === 'url');
  const byKey = new Map(
    await Promise.all(
      unique.map(async (key) => {
        const given = rows.flatMap((row) => namedBy(row).keys[key] ?? []);
        const mails = isWeb(key) ? rows.flatMap((row) => mailDomainOf(row) ?? []) : [];
        return [key, await findBy(crm.store, scope, target, key, [...given, ...mails])] as const;
      }),
    ),
  );
  const missing = new Map<string, { name: string; keys: Record<string, string>; rows: ReadRow[] }>();
  for (const row of rows) {
    const { title: name, keys } = namedBy(row);
    const keyed = unique.flatMap((key) =>
      keys[key] ? (byKey.get(key)?.get(comparable(target, key, keys[key])) ?? []) : [],
    );
    const called = name ? (byTitle.get(comparable(target, title, name)) ?? []) : [];
    const domain = mailDomainOf(row);
    const alike = unique
      .filter((key) => domain && isWeb(key))
      .flatMap((key) => byKey.get(key)?.get(domain as string) ?? [])
      .filter((one) => name && isAlike(name, String(one[title])));
    const found =
      keyed[0] ?? (called.length === 1 ? called[0] : undefined) ?? (called.length ? undefined : alike[0]);
    if (found) row.values[field.name] = found._id;
    else if (called.length > 1)
      row.problems.push(`${field.label}: ${called.length} ${target.label.many} are called “${name}”.`);
    else {
      const own = name ?? Object.values(keys)[0] ?? '';
      const key = comparable(target, title, own);
      const known = missing.get(key) ?? { name: own, keys, rows: [] };
      known.rows.push(row);
      missing.set(key, known);
    }
  }
  return makeMissing(context, field, target, missing);
}

async function makeMissing(
  { crm, scope, importId, isDryRun, made }: ReferenceContext,
  field: Field,
  target: Entity,
  missing: ReadonlyMap<string, { name: string; keys: Record<string, string>; rows: ReadRow[] }>,
): Promise<number> {
  if (missing.size === 0) return 0;
  const title = titleFieldOf(target);
  const isNameEnough = target.createSchema.safeParse({ [title]: 'x' }).success && !hasMail(target);
  if (!isNameEnough) {
    for (const { name, rows } of missing.values())
      for (const row of rows) row.problems.push(`${field.label}: there is no ${target.label.one} “${name}”.`);
    return 0;
  }
  requireAccess(target, scope, 'create');
  const fresh = [...missing].map(([key, { name, keys, rows }]) => ({
    id: idFrom(`import:${importId}:${target.name}:${key}`),
    input: { [title]: name, ...keys },
    rows,
  }));
  const isNew = fresh.filter(({ id }) => !made.has(id));
  const outcomes = await crm.records(target).createMany(scope, isNew as never, { isDryRun });
  const refused = new Map<string, CliantaError>();
  for (const outcome of outcomes)
    if (outcome.kind === 'refused') refused.set(outcome.id, outcome.error);
    else made.set(outcome.id, target.name);
  for (const { id, rows } of fresh)
    for (const row of rows) {
      const error = refused.get(id);
      if (error) row.problems.push(`${field.label}: ${error.message}`);
      else if (!isDryRun) row.values[field.name] = id;
    }
  return isNew.length - refused.size;
}

/** People are not made from a name that another row mentions. */
const hasMail = ({ fields }: Entity): boolean => fields.some(({ format }) => format === 'email');

const mailDomainOf = ({ values }: ReadRow): string | undefined =>
  typeof values.email === 'string' && mailKindOf(values.email) === 'company'
    ? values.email.toLowerCase().split('@')[1]
    : undefined;

/** "Acme" and "Acme Industries Ltd". */
const isAlike = (a: string, b: string): boolean => {
  const [first, second] = [fold(a), fold(b)];
  return first.startsWith(second) || second.startsWith(first);
};
