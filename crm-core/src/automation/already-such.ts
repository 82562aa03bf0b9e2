import type { Condition, Filter } from '../entity/filter.schema.ts';
import type { Definition } from './definition.schema.ts';

/** The records that are already as a workflow waits for them to become: those it begins with "for existing ones too". */
export function alreadySuch({ trigger, entry }: Definition): Filter {
  if (trigger.on === 'crossed') {
    const op = trigger.direction === 'up' ? 'gte' : 'lt';
    return withAll(entry, [{ field: trigger.field, op, value: trigger.bound }]);
  }
  const { to, fields } = trigger.on === 'changed' ? trigger : {};
  if (!to || !fields) return entry;
  const such = fields.map((field): Condition => ({ field, op: 'in', value: to }));
  const [only] = such;
  if (only && such.length === 1) return withAll(entry, [only]);
  // of several fields one is enough, along with each of the ways that the filter leaves
  const ways = entry.anyOf ?? [[]];
  return { ...entry, anyOf: ways.flatMap((way) => such.map((one) => [...way, one])) };
}

const withAll = (entry: Filter, more: Condition[]): Filter => ({
  ...entry,
  where: [...(entry.where ?? []), ...more],
});
