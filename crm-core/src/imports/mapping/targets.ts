import { type CustomField, customFieldKinds } from '../../entity/custom-fields.ts';
import type { Entity } from '../../entity/define-entity.ts';
import { fold } from '../../entity/search-text.ts';
import type { Field, FieldKind } from '../../entity/zod-fields.ts';
import { FIRST_NAME, HEADER_WORDS, LAST_NAME, RECORD_ID, WHOLE_NAME } from './header-words.ts';

/** What the cells of a column can become. */
export interface Target {
  /** `email`, `name.first`, `companyId.domain`, `custom.budget`, `id`. */
  key: string;
  label: string;
  /** What such a column is called, folded. */
  names: readonly string[];
  kind: FieldKind;
  field?: Field;
  custom?: CustomField;
  /** A part of the title; of a reference, the value that finds the record. */
  part?: string;
}

/** The field that a record is called by. */
export const titleFieldOf = (entity: Entity): string =>
  entity.talk?.title ?? entity.fields[0]?.name ?? 'name';

/** What people may write, in the entity's order: neither Clianta's own fields nor what follows from others. */
export const writableFields = (entity: Entity): Field[] =>
  entity.fields.filter(
    ({ readOnly, hidden, kind, refBy }) =>
      !readOnly && !hidden && !refBy && kind !== 'object' && kind !== 'record' && kind !== 'unknown',
  );

/** Everything that a column of a table of such records can go to. */
export function targetsOf(
  entity: Entity,
  customFields: readonly CustomField[],
  entities: ReadonlyMap<string, Entity>,
): Target[] {
  const title = titleFieldOf(entity);
  const kinds = customFieldKinds([...customFields]);
  return [
    {
      key: 'id',
      label: 'Id',
      names: [...RECORD_ID, fold(`${entity.label.one} id`)],
      kind: 'string',
      part: 'id',
    },
    ...writableFields(entity).flatMap((field) => {
      const label = field.label ?? field.name;
      const whole: Target = {
        key: field.name,
        label,
        kind: field.kind,
        field,
        names: namesOf(entity, field, field.name === title),
      };
      const isPersonal = field.name === title && entity.fields.some(({ format }) => format === 'email');
      const parts: Target[] = isPersonal
        ? [
            { ...whole, key: `${title}.first`, label: 'First name', names: FIRST_NAME, part: 'first' },
            { ...whole, key: `${title}.last`, label: 'Last name', names: LAST_NAME, part: 'last' },
          ]
        : [];
      return [whole, ...parts, ...keysOfReference(whole, entities)];
    }),
    ...customFields.map(
      (custom): Target => ({
        key: `custom.${custom.key}`,
        label: custom.label,
        names: [fold(custom.label), fold(custom.key)],
        kind: kinds.get(custom.key) ?? 'string',
        custom,
      }),
    ),
  ];
}

function namesOf(entity: Entity, field: Field, isTitle: boolean): string[] {
  const own = [field.label ?? field.name, field.name, ...(field.aliases ?? [])];
  const words = isTitle
    ? [
        ...WHOLE_NAME,
        ...[entity.label.one, ...(entity.aliases ?? [])].flatMap((noun) => [noun, `${noun} name`]),
        ...(HEADER_WORDS[`${entity.name}Id`] ?? []),
      ]
    : (HEADER_WORDS[field.name] ?? []);
  return [...new Set([...own, ...words].map(fold))];
}

/** A record that is referred to is found by its unique values too: the domain of a company. */
function keysOfReference(target: Target, entities: ReadonlyMap<string, Entity>): Target[] {
  const referred = target.field?.ref ? entities.get(target.field.ref) : undefined;
  if (!referred?.talk) return [];
  return (referred.unique ?? []).flatMap(([name, ...others]) => {
    const field = referred.fields.find((one) => one.name === name);
    if (!field || others.length > 0 || field.format === 'email') return [];
    const label = `${target.label} ${(field.label ?? field.name).toLowerCase()}`;
    const words = [field.label ?? field.name, ...(field.aliases ?? [])];
    const names = [...words.map((word) => `${target.label} ${word}`), ...words].map(fold);
    return [
      {
        key: `${target.key}.${name}`,
        label,
        names,
        kind: field.kind,
        field: target.field as Field,
        part: String(name),
      },
    ];
  });
}
