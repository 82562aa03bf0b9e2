import type { FieldKind } from '@clianta/crm-core/entity/zod-fields';
import { lookup } from '../../../lookup.ts';
import { toolFieldName, toolFields } from '../../../tools/fields.ts';
import { normalise } from '../../text/normalise.ts';
import { tokenise } from '../../text/tokenise.ts';
import { type EntityName, entityNames, kindOf } from './entities.ts';

/** A field as tools name it and as people may call it. */
export interface FieldInfo {
  entity: EntityName;
  /** The tool's name of it: `company`, `amount`, `customFields.contractEnd`. */
  name: string;
  label: string;
  kind: FieldKind;
  format?: string | undefined;
  ref?: string | undefined;
  options: readonly string[];
  /** Set by Clianta: may be asked about, not set. */
  isReadOnly: boolean;
  /** Each as normalised words. */
  phrases: string[][];
  /** Key of a field the workspace added itself. */
  customKey?: string;
}

/** Words people use for a field beyond its aliases in the schema, by tool name. */
const MORE_WORDS: Readonly<Record<string, string[]>> = lookup({
  created: ['created', 'creation date', 'added', 'date added'],
  updated: ['updated', 'last updated', 'last changed', 'modified', 'last modified'],
});

/** "E-mail address" -> ["email", "address"]: the same words that the tokeniser makes of a message. */
export function phraseOf(text: string): string[] {
  return tokenise(text).map((token) => token.norm);
}

function withPlural(phrase: string[]): string[][] {
  const last = phrase.at(-1) ?? '';
  return last.endsWith('s') || last.length < 3 ? [phrase] : [phrase, [...phrase.slice(0, -1), plural(last)]];
}

export function plural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

/** All fields of a kind of record, read from its schema. */
export function fieldsOf(entity: EntityName): FieldInfo[] {
  const own = toolFields(kindOf(entity).entity).map((field): FieldInfo => {
    const words = [field.label ?? field.name, ...(field.aliases ?? [])];
    return {
      entity,
      name: toolFieldName(field),
      label: field.label ?? field.name,
      kind: field.kind === 'day' ? 'date' : field.kind,
      format: field.format,
      ref: field.ref,
      options: field.hasCommonWords ? [] : (field.options ?? []),
      isReadOnly: field.readOnly ?? false,
      phrases: words.flatMap((word) => (field.ref ? [phraseOf(word)] : withPlural(phraseOf(word)))),
    };
  });
  const system = ['created', 'updated'].map(
    (name): FieldInfo => ({
      entity,
      name,
      label: name,
      kind: 'date',
      options: [],
      isReadOnly: true,
      phrases: (MORE_WORDS[name] ?? []).map(phraseOf),
    }),
  );
  return [...own, ...system];
}

const KINDS: Readonly<Record<string, FieldKind>> = lookup({
  number: 'number',
  date: 'date',
  boolean: 'boolean',
  select: 'enum',
  multiselect: 'array',
});

/** A field that the workspace added, or undefined when it is on an entity that tools do not list. */
export function customField(field: {
  entity: string;
  key: string;
  label: string;
  type: string;
  options?: string[] | null;
}): FieldInfo | undefined {
  const entity = entityNames.find((name) => name === field.entity);
  if (!entity) return undefined;
  return {
    entity,
    name: `customFields.${field.key}`,
    label: field.label,
    kind: KINDS[field.type] ?? 'string',
    options: field.options ?? [],
    isReadOnly: false,
    phrases: [field.label, field.key.replace(/([A-Z])/g, ' $1')].flatMap((word) =>
      withPlural(phraseOf(word)),
    ),
    customKey: field.key,
  };
}

/** The field's option that the words stand for: "in progress" is `in_progress`. */
export function optionNamed(field: FieldInfo, text: string): string | undefined {
  const wanted = normalise(text)
    .replace(/[\s_-]+/g, ' ')
    .trim();
  return field.options.find((option) => normalise(option).replace(/[\s_-]+/g, ' ') === wanted);
}
