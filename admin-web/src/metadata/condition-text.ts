import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { FieldMetadata, Kinds } from './kinds.ts';
import type { Valued } from './references.ts';
import { SYSTEM_FIELDS } from './system-fields.ts';
import { type ValueStyle, valueText } from './value-text.ts';

const OPS: Record<Condition['op'], string> = {
  eq: 'is',
  ne: 'is not',
  in: 'is',
  not_in: 'is not',
  gt: 'over',
  gte: 'from',
  lt: 'under',
  lte: 'up to',
  contains: 'has',
  starts_with: 'begins with',
  is_empty: 'is empty',
  is_set: 'is set',
};

const DATE_OPS: Partial<Record<Condition['op'], string>> = {
  gt: 'after',
  gte: 'from',
  lt: 'before',
  lte: 'until',
};

/** The word of an operator, as a filter's builder and its chips say it. */
export function opText({ kind }: Pick<FieldMetadata, 'kind'>, op: Condition['op']): string {
  return ((kind === 'date' || kind === 'day') && DATE_OPS[op]) || OPS[op];
}

const UNITS: Record<string, string> = { h: 'hour', d: 'day', w: 'week', m: 'month', q: 'quarter', y: 'year' };

/** `now-30d` as "30 days ago", `today` as itself; undefined for what is no such time. */
export function relativeTime(value: unknown): string | undefined {
  const [, from, sign, count, unit = ''] =
    /^(now|today)(?:([+-])(\d+)([hdwmqy]))?$/.exec(String(value)) ?? [];
  if (!from) return undefined;
  if (!count) return from;
  const time = `${count} ${UNITS[unit]}${count === '1' ? '' : 's'}`;
  return sign === '-' ? `${time} ago` : `in ${time}`;
}

function fieldOfKind(kinds: Kinds, kind: string, name: string): FieldMetadata | undefined {
  return kinds.field(kind, name) ?? SYSTEM_FIELDS.find((field) => field.name === name);
}

/** A condition in words: "Owner is empty", "Amount over $20,000", "with deals (Status is Open)". */
export function conditionText(kinds: Kinds, kind: string, condition: Condition, style: ValueStyle): string {
  const { field: name, op, value, where } = condition;
  const field = fieldOfKind(kinds, kind, name);
  const other = kinds.all.find((one) => one.plural === name || one.label.many === name);
  const target = field?.ref && where ? kinds.get(field.ref) : field ? undefined : other;
  if (target) {
    const inner = (where ?? []).map((one) => conditionText(kinds, target.name, one, style));
    const what = field ? target.label.one : target.label.many;
    const head =
      op === 'is_empty'
        ? `without ${what}`
        : op === 'is_set'
          ? `with ${what}`
          : `${what} ${OPS[op]} ${value}`;
    return inner.length > 0 ? `${head} (${inner.join(', ')})` : head;
  }
  const label = field?.label ?? name.replace('customFields.', '');
  if (op === 'is_empty' || op === 'is_set') return `${label} ${OPS[op]}`;
  const said = [value].flat().map((one) => relativeTime(one) ?? valueText(field, one, style));
  return `${label} ${opText(field ?? { kind: 'string' }, op)} ${said.join(' or ')}`;
}

/** What conditions name, to be called by its name. */
export function valuedByConditions(kinds: Kinds, kind: string, conditions: readonly Condition[]): Valued[] {
  return conditions.flatMap(({ field: name, value, where }) => {
    const field = kinds.field(kind, name);
    const target =
      field?.ref ?? kinds.all.find((one) => one.plural === name || one.label.many === name)?.name;
    const inner = target && where ? valuedByConditions(kinds, target, where) : [];
    const own = (field?.ref || field?.part) && value !== undefined;
    return own ? [{ kind, values: { [name]: value } }, ...inner] : inner;
  });
}
