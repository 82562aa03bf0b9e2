import { toolFieldName } from '../../../tools/fields.ts';
import { kindOf } from '../../recognise/lexicon/entities.ts';
import type { Selection } from './selection.ts';

/**
 * The date that a period means by itself: when deals were won, tasks completed or tickets solved if it is about those, else
 * the one that the kind goes by.
 */
export function periodField({ entity, where }: Pick<Selection, 'entity' | 'where'>): string {
  const kind = kindOf(entity);
  const isSo = (name: string, values: readonly unknown[]) =>
    where.some(({ field, op, value }) => field === name && op === 'eq' && values.includes(value));
  const ended = kind.entity.fields.find(
    (field) =>
      field.kind === 'date' &&
      field.belongsTo !== undefined &&
      (isSo(field.belongsTo.field, field.belongsTo.values) ||
        where.some((one) => one.field === toolFieldName(field))),
  );
  return ended ? toolFieldName(ended) : kind.period;
}
