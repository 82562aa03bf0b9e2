import type { DomainEvent } from '../events/catalogue.ts';
import type { Trigger } from './definition.schema.ts';

/** One write leaves several events; what it starts is keyed by the write, so it does not matter which of them comes first. */
export const writeOf = ({ id }: Pick<DomainEvent, 'id'>): string => id.replace(/-\d+$/, '');

/** Whether an event is what a workflow starts with. */
export function startsWith(trigger: Trigger, event: DomainEvent): boolean {
  if (event.entity !== trigger.entity || /\.(deleted|restored)$/.test(event.type)) return false;
  switch (trigger.on) {
    case 'created':
      return event.type.endsWith('.created');
    case 'changed':
      return trigger.fields.some((field) => becomes(event, field, trigger.to));
    case 'crossed':
      return crosses(event, trigger);
    default:
      return false;
  }
}

/** A new record has nothing before: it is no change of a field, unless it begins with the value that is waited for. */
function becomes({ before, after }: DomainEvent, field: string, to: readonly unknown[] | undefined): boolean {
  if (!(field in after) || isSame(before[field], after[field])) return false;
  if (!to) return field in before;
  return holds(after[field], to) && !holds(before[field], to);
}

const holds = (value: unknown, to: readonly unknown[]): boolean =>
  Array.isArray(value) ? value.some((one) => to.includes(one)) : to.includes(value);

const isSame = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

function crosses(
  { before, after }: DomainEvent,
  { field, bound, direction }: Extract<Trigger, { on: 'crossed' }>,
): boolean {
  if (!(field in after)) return false;
  const [was, is] = [Number(before[field] ?? 0), Number(after[field] ?? 0)];
  return direction === 'up' ? was < bound && is >= bound : was >= bound && is < bound;
}
