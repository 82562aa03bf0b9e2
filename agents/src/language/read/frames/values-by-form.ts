import { type EntityName, kindOf } from '../../recognise/lexicon/entities.ts';
import { userValue } from '../../recognise/names/name-value.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import { assignmentsAt, setField } from '../grammar/assignments.ts';
import { readValue } from '../grammar/read-value.ts';
import type { Request } from './frame.ts';

interface Values {
  set: Record<string, unknown>;
  needsPrevious: boolean;
}

/**
 * "50k and 80%", "discovery, 40%, Mia": values whose form or name tells of which field they are, up to `to`.
 *
 * @returns undefined when a part of the stretch is something else
 */
export function valuesByForm(
  request: Request,
  entity: EntityName,
  from: number,
  to: number,
): Values | undefined {
  const { units } = request.clause;
  const set: Record<string, unknown> = {};
  let needsPrevious = false;
  let at = from;
  while (at < to) {
    const joint = at > from ? phraseAt(units, at, ', and|and|,|;|&|-|–|/') : 0;
    if (at > from && joint === 0) return undefined;
    at += joint;
    at += phraseAt(units, at, 'to|at|in|now|is|is now');
    const named = assignmentsAt(request, entity, at, to);
    const length = named ? named.end - at : oneValue(request, entity, at, set);
    if (length === 0) return undefined;
    if (named) Object.assign(set, named.set);
    needsPrevious ||= named?.needsPrevious ?? false;
    at += length;
    at += phraseAt(units, at, 'now|instead');
  }
  return Object.keys(set).length > 0 ? { set, needsPrevious } : undefined;
}

/** Sets the field of one value; how many units it takes, 0 when the value tells no field. */
function oneValue(request: Request, entity: EntityName, at: number, set: Record<string, unknown>): number {
  const { clause } = request;
  const { measures, period, owner, worth } = kindOf(entity);
  const unit = clause.units[at];
  const user = userValue(unit);
  const stage = entity === 'opportunity' ? sensesAt(clause, at, 'stage')[0] : undefined;
  const option = sensesAt(clause, at, 'option').find(
    ({ sense: { field } }) => field.entity === entity && !field.isReadOnly,
  );
  if (stage) {
    set.stage = stage.sense.name;
    return stage.length + phraseAt(clause.units, at + stage.length, 'stage');
  }
  if (option) {
    setField(set, option.sense.field, option.sense.value);
    return option.length;
  }
  if (user) {
    set[owner] = user;
    return 1;
  }
  const isDate = unit?.time?.kind === 'span' && /^(opportunity|task)$/.test(entity);
  const name = isDate
    ? period
    : unit?.kind === 'money'
      ? worth
      : unit?.kind === 'percent'
        ? measures.percent
        : '';
  const field = clause.vocabulary.fields.find((one) => one.entity === entity && one.name === name);
  const value = field && set[field.name] === undefined ? readValue(field, request, at, at + 1) : undefined;
  if (!field || !value || normAt(clause.units, at) === '') return 0;
  setField(set, field, value.value);
  return 1;
}
