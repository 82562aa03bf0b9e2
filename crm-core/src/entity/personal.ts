import type { Entity } from './define-entity.ts';
import type { Field, FieldKind } from './zod-fields.ts';

/**
 * What becomes of a record, or of what a field of it says, when the person that the field names is erased.
 *
 * - `erase`: the record goes for good; where the field is a list, once nobody else stands in it.
 * - `redact`: only what names the person is taken out of the field.
 * - `along`: when the record goes, what the field refers to goes with it.
 * - `keep`: the record stays as it is while `when` holds, for the reason that the certificate gives; otherwise `else`.
 */
export type Personal =
  | 'erase'
  | 'redact'
  | 'along'
  | {
      keep: string;
      when(record: Readonly<Record<string, unknown>>): boolean;
      else: 'erase' | 'redact';
    };

/** By field, or by the path of a part of one: `from.address`. */
export type PersonalRules = Readonly<Record<string, Personal>>;

/** What neither names anybody nor has words of anybody. */
const PLAIN: ReadonlySet<FieldKind> = new Set(['number', 'boolean', 'date', 'day', 'enum']);

/** The kind of record that is a person. */
const PERSON = 'contact';

export const isPerson = (entity: Pick<Entity, 'name'>): boolean => entity.name === PERSON;

/** Whether a field may hold the id of a person. */
export const mayNamePerson = (field: Field): boolean => field.ref === PERSON || field.refBy !== undefined;

/**
 * What becomes of a field's value: as it is declared, of text what names the person is taken out, of numbers and dates
 * nothing. Undefined for a reference to a person of which nothing is declared: a test refuses that.
 */
export function personalOf(entity: Entity, field: Field): Personal | 'none' | undefined {
  const declared = entity.personal?.[field.name];
  if (declared) return declared;
  if (mayNamePerson(field)) return undefined;
  return PLAIN.has(field.kind) || (field.kind === 'array' && PLAIN.has(field.element ?? 'unknown'))
    ? 'none'
    : 'redact';
}

/** Why the record stays as it is, where it does. */
export function whyKept(entity: Entity, record: Readonly<Record<string, unknown>>): string | undefined {
  for (const rule of Object.values(entity.personal ?? {}))
    if (typeof rule === 'object' && rule.when(record)) return rule.keep;
  return undefined;
}

/** The paths by which a record goes when what stands there is the person. */
export const erasingPaths = (entity: Entity): string[] =>
  Object.entries(entity.personal ?? {}).flatMap(([path, rule]) =>
    rule === 'erase' || (typeof rule === 'object' && rule.else === 'erase') ? [path] : [],
  );
