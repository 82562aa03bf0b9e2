import type { EntityName } from '../../recognise/lexicon/entities.ts';
import { sensesAt } from '../../recognise/unit.ts';
import { setField } from './assignments.ts';
import type { ValueContext } from './read-value.ts';

/** Options of the workspace's own fields that a stretch says: "a backlog task on the front-end board". */
export function ownOptions(
  { clause }: ValueContext,
  entity: EntityName,
  from: number,
  to: number,
): { customFields?: Record<string, unknown> } {
  const set: { customFields?: Record<string, unknown> } = {};
  for (let at = from; at < to; ) {
    const option = sensesAt(clause, at, 'option').find(
      ({ sense }) => sense.field.entity === entity && sense.field.customKey !== undefined,
    );
    const key = option?.sense.field.customKey;
    // the first one said of a field counts: "move from the backlog to ..." is another order
    if (option && key !== undefined && !(key in (set.customFields ?? {})))
      setField(set as Record<string, unknown>, option.sense.field, option.sense.value);
    at += option?.length ?? 1;
  }
  return set;
}
