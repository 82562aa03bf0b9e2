import { type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import type { FilterOp } from '@clianta/crm-core/entity/filter.schema';
import { type Field, isDated } from '@clianta/crm-core/entity/zod-fields';
import { User } from '@clianta/crm-core/workspace/user/user.schema';
import { z } from 'zod';
import { lookup } from '../lookup.ts';
import type { ToolContext } from '../tool.ts';
import {
  capitalize,
  formatDate,
  formatDay,
  formatMoney,
  formatNumber,
  listed,
  nameInWords,
  toMinor,
} from './format.ts';
import { dateOfRecord, fieldNamed } from './translate.ts';

/** A tool call as a stored trace has it. */
export const tracedCallSchema = z.object({
  tool: z.string(),
  args: z.record(z.string(), z.unknown()).default({}),
});
type TracedCall = z.output<typeof tracedCallSchema>;

/** How a list is cut and put together: of no interest to whoever asked for it. */
const INTERNAL = new Set(['limit', 'page', 'sort', 'countOnly', 'ids']);

const VERBS: ReadonlyMap<string, string> = new Map([
  ['search', 'look for'],
  ['get', 'look up'],
  ['create', 'add'],
  ['update', 'change'],
]);

const OPS: Readonly<Record<FilterOp, string>> = lookup({
  eq: '',
  in: '',
  ne: 'not ',
  not_in: 'not ',
  gt: 'over ',
  gte: 'at least ',
  lt: 'under ',
  lte: 'at most ',
  contains: 'with ',
  starts_with: 'beginning with ',
  is_empty: '',
  is_set: '',
});
const DATE_OPS: Readonly<Partial<Record<FilterOp, string>>> = lookup({
  gt: 'after ',
  gte: 'from ',
  lt: 'before ',
  lte: 'until ',
});

/** What words a call's arguments: the records that it names, which the caller may see, by id. */
export interface CallWords {
  context: ToolContext;
  titles: ReadonlyMap<string, string>;
}

const idPattern = /\b[0-9a-f]{24}\b/g;

/** The titles of the records that calls name by id, as far as the caller may see them. */
export async function titlesOf(
  context: ToolContext,
  calls: readonly TracedCall[],
): Promise<Map<string, string>> {
  const ids = JSON.stringify(calls.map(({ args }) => args)).match(idPattern) ?? [];
  const titles = new Map<string, string>();
  const kinds = [...context.catalogue.spoken, User];
  await Promise.all(
    kinds.map(async (entity) => {
      const found = await context.crm.records(entity).getMany(context.scope, ids);
      for (const [id, record] of found) titles.set(id, titleOf(entity, record));
    }),
  );
  return titles;
}

/** "change deals (owner Akira Tanaka, amount over $20,000; set owner to Carlos Mendes)". */
export function callInWords(words: CallWords, { tool, args }: TracedCall): string {
  const [verb = '', ...rest] = tool.split('_');
  const noun = rest.join(' ');
  const owned = words.context.catalogue.tool(tool)?.tool.entity;
  const entity =
    words.context.catalogue.entityCalled(noun) ?? words.context.catalogue.entities.get(owned ?? '');
  const own = entity?.talk && args[entity.talk.key];
  const details = detailsOf(
    words,
    entity,
    own === undefined ? args : { ...args, [entity?.talk?.key ?? '']: undefined },
  );
  const isMany = entity ? noun === entity.label.many : noun.endsWith('s');
  const object =
    own !== undefined
      ? `the ${entity?.label.one} **${nameOf(words, own)}**`
      : `${isMany || !noun ? '' : /^[aeiou]/.test(noun) ? 'an ' : 'a '}${noun}`;
  const said = `${VERBS.get(verb) ?? verb} ${object}`.trim();
  return details.length > 0 ? `${said} (${details.join('; ')})` : said;
}

function detailsOf(words: CallWords, entity: Entity | undefined, args: Record<string, unknown>): string[] {
  return Object.entries(args).flatMap(([name, value]): string[] => {
    if (INTERNAL.has(name) || value === undefined || value === false) return [];
    if (name === 'where') return [conditionsIn(words, entity, value)].filter(Boolean);
    if (name === 'anyOf') {
      const groups = z.array(z.unknown()).catch([]).parse(value);
      return [groups.map((group) => conditionsIn(words, entity, group)).join(', or ')].filter(Boolean);
    }
    if (name === 'text') return [`matching “${String(value)}”`];
    const inner = z.record(z.string(), z.unknown()).safeParse(value);
    if (name === 'set' && inner.success) {
      const { customFields, ...fields } = inner.data;
      const own = z.record(z.string(), z.unknown()).catch({}).parse(customFields);
      return Object.entries({ ...fields, ...own }).map(([field, to]) =>
        to === null
          ? `clear ${labelOf(entity, field)}`
          : `set ${labelOf(entity, field)} to ${shown(words, entity, field, to)}`,
      );
    }
    if (inner.success) return detailsOf(words, entity, inner.data);
    return value === true
      ? [labelOf(entity, name)]
      : [`${labelOf(entity, name)} ${shown(words, entity, name, value)}`];
  });
}

const conditionsSchema = z.array(
  z.object({
    field: z.string(),
    op: z.custom<FilterOp>((op) => typeof op === 'string' && Object.hasOwn(OPS, op)),
    value: z.unknown().optional(),
    where: z.unknown().optional(),
  }),
);

function conditionsIn(words: CallWords, entity: Entity | undefined, given: unknown): string {
  const parsed = conditionsSchema.safeParse(given);
  if (!parsed.success) return '';
  return parsed.data
    .map(({ field, op, value, where }) => {
      const label = labelOf(entity, field);
      const inner = where ? ` (${conditionsIn(words, undefined, where)})` : '';
      if (op === 'is_empty') return `${label} is empty${inner}`;
      if (op === 'is_set') return `${label} is known${inner}`;
      const isDate = isDated(fieldOf(entity, field)?.kind);
      // of a bound, the time of day is that of the question
      const at = isDate ? parseInstant(value, words.context) : undefined;
      const said = at ? formatDay(at, words.context) : shown(words, entity, field, value);
      return `${label} ${(isDate && DATE_OPS[op]) || OPS[op]}${said}${inner}`;
    })
    .join(', ');
}

const fieldOf = (entity: Entity | undefined, name: string): Field | undefined =>
  (entity && fieldNamed(entity, name)) ?? dateOfRecord(name);

const labelOf = (entity: Entity | undefined, name: string): string =>
  fieldOf(entity, name)?.label?.toLowerCase() ?? nameInWords(name.replace(/^customFields\./, ''));

/** A tool's value as people read it: whole units as money, "now-1m" as the day that it was. */
function shown(words: CallWords, entity: Entity | undefined, name: string, value: unknown): string {
  if (Array.isArray(value)) return listed(value.map((one) => shown(words, entity, name, one)));
  const { context } = words;
  const field = fieldOf(entity, name);
  if (typeof value === 'number') {
    if (field?.format === 'money')
      return formatMoney(toMinor(value, context.currency), context.currency, context);
    return field?.format === 'percent' ? `${value}%` : formatNumber(value, context);
  }
  const isInstant = isDated(field?.kind) || /^\d{4}-\d\d-\d\dT/.test(String(value));
  const at = isInstant ? parseInstant(value, context) : undefined;
  if (at) return formatDate(at, context);
  return field?.kind === 'enum' ? capitalize(String(value).replace(/_/g, ' ')) : nameOf(words, value);
}

const nameOf = ({ titles }: CallWords, value: unknown): string =>
  String(value).replace(idPattern, (id) => titles.get(id) ?? 'a record that is gone');
