import { changeable, type EntityName, kindOf } from '../../recognise/lexicon/entities.ts';
import type { FieldInfo } from '../../recognise/lexicon/fields.ts';
import { normAt } from '../../recognise/unit.ts';
import { setField } from '../grammar/assignments.ts';
import { chooseRecords } from './choose.ts';
import { bestOf, type Draft, type Frame, type Request } from './frame.ts';
import { draftOf } from './update-value.ts';

/** "close" and "resolve" of `closed` and `resolved`, "cancel" of `cancelled`. */
const isDeedOf = (verb: string, option: string): boolean =>
  [`${verb}d`, `${verb}ed`, `${verb}${verb.at(-1)}ed`].includes(option.replace(/_/g, ' '));

/**
 * "Close all tickets that were resolved before May": a verb whose outcome is one of a field's values, and the records by a
 * filter. One record is for the tool that has more to say of it.
 */
export const deed: Frame = (request) => {
  if (request.isQuestion || request.isTalk) return undefined;
  return bestOf(changeable().map((entity) => deedOn(request, entity)));
};

function deedOn(request: Request, entity: EntityName): Draft | undefined {
  const { clause, start, to } = request;
  const outcome = outcomeOf(clause.vocabulary.fields, entity, normAt(clause.units, start));
  const chosen = outcome && chooseRecords(request, entity, start + 1, to);
  if (!outcome || !chosen?.isMany || chosen.unread.length > 0 || !kindOf(entity).update) return undefined;
  const set: Record<string, unknown> = {};
  setField(set, outcome.field, outcome.value);
  return { ...draftOf(entity, chosen, { set, needsPrevious: false }, request), isAccounted: true };
}

function outcomeOf(
  fields: readonly FieldInfo[],
  entity: EntityName,
  verb: string,
): { field: FieldInfo; value: string } | undefined {
  for (const field of fields) {
    if (field.entity !== entity || field.isReadOnly) continue;
    const value = field.options.find((option) => isDeedOf(verb, option));
    if (value) return { field, value };
  }
  return undefined;
}
