import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Field } from '@clianta/crm-core/entity/zod-fields';
import { InvalidError } from '@clianta/crm-core/errors';
import type { Catalogue } from '../catalogue.ts';
import type { FormCard, FormField } from '../reply.schema.ts';
import type { Tool } from '../tool.ts';
import { toolFieldName, toolFields } from './fields.ts';
import { capitalize } from './format.ts';
import { aOne } from './tool-names.ts';

/** Fields of a form at most: what is more is said, or filled in on the record's page. */
const MOST_FIELDS = 8;

/** The form that adds a record: what it needs, and what its lists show. @param given - values to begin with, by argument */
export function formFor(
  catalogue: Catalogue,
  entity: Entity,
  given: Readonly<Record<string, string>> = {},
): FormCard | undefined {
  const adding = [...catalogue.tools].find(
    ({ tool }) => tool.operation === 'create' && tool.entity === entity.name,
  );
  if (!adding || !entity.talk) return undefined;
  const { tool } = adding;
  const { columns } = entity.talk;
  const writable = toolFields(entity).filter(
    (field) => !field.readOnly && field.kind !== 'array' && toolFieldName(field) in tool.input.shape,
  );
  const rank = (field: Field) => {
    const at = columns.indexOf(field.name);
    return at < 0 ? columns.length : at;
  };
  const shown = [...writable]
    .filter((field) => isNeeded(tool, field) || columns.includes(field.name) || toolFieldName(field) in given)
    .sort((a, b) => Number(isNeeded(tool, b)) - Number(isNeeded(tool, a)) || rank(a) - rank(b))
    .slice(0, MOST_FIELDS);
  return {
    type: 'form',
    tool: tool.name,
    title: capitalize(`new ${entity.label.one}`),
    fields: shown.map((field) => formField(tool, field, given[toolFieldName(field)])),
    submit: `Add ${aOne(entity)}`,
  };
}

const isNeeded = (tool: Tool, field: Field) =>
  !tool.input.shape[toolFieldName(field)]?.safeParse(undefined).success;

function formField(tool: Tool, field: Field, value: string | undefined): FormField {
  const options = field.options?.map((option) => ({
    label: capitalize(option.replace(/_/g, ' ')),
    value: option,
  }));
  return {
    name: toolFieldName(field),
    label: field.label ?? capitalize(toolFieldName(field)),
    kind: kindOf(field),
    ...(isNeeded(tool, field) && { isRequired: true }),
    ...(value && { value }),
    ...(options && { options }),
  };
}

function kindOf(field: Field): FormField['kind'] {
  if (field.kind === 'enum') return 'choice';
  if (field.kind === 'day' || field.kind === 'date') return 'day';
  if (field.kind === 'number') return 'number';
  if (field.format === 'email') return 'email';
  return field.format === 'longtext' ? 'long_text' : 'text';
}

/** A list or an object, which a button brings as its JSON. */
function partsIn(text: string): unknown[] {
  if (!/^[[{]/.test(text)) return [];
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

/**
 * What was typed into a form, as the tool takes it; what was left empty is left out.
 *
 * @throws InvalidError naming the first value that cannot be read
 */
export function argumentsOfForm(
  tool: Tool,
  values: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  for (const [name, typed] of Object.entries(values)) {
    const type = Object.hasOwn(tool.input.shape, name) ? tool.input.shape[name] : undefined;
    const text = typed.trim();
    if (!type) throw new InvalidError(`There is no “${name}” to fill in.`);
    if (text === '') continue;
    const asNumber = Number(text.replace(/[,\s]/g, ''));
    const read = [text, ...(Number.isFinite(asNumber) ? [asNumber] : []), ...partsIn(text)].find(
      (value) => type.safeParse(value).success,
    );
    if (read === undefined) throw new InvalidError(`“${text}” does not fit ${name}.`);
    args[name] = read;
  }
  return args;
}
