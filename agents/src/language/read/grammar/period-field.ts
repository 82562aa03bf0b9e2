import { kindOf } from '../../recognise/lexicon/entities.ts';
import type { Selection } from './selection.ts';

/** The date that a period means by itself: when deals or tasks were closed if it is about those, else when they will be. */
export function periodField({ entity, where }: Pick<Selection, 'entity' | 'where'>): string {
  const isEnded = (...values: string[]) =>
    where.some(({ field, op, value }) => field === 'status' && op === 'eq' && values.includes(String(value)));
  if (entity === 'opportunity' && (isEnded('won', 'lost') || where.some(({ field }) => field === 'closed')))
    return 'closed';
  if (entity === 'task' && isEnded('completed')) return 'completed';
  return kindOf(entity).period;
}
