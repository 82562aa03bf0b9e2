import { type EntityName, kindOf } from '../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt } from '../../recognise/unit.ts';
import { assignmentsAt, setField, settableAt } from '../grammar/assignments.ts';
import { readValue } from '../grammar/read-value.ts';
import type { Chosen } from './choose.ts';
import type { Draft, Request } from './frame.ts';

interface Change {
  set: Record<string, unknown>;
  needsPrevious: boolean;
}

/** Where "of Jane" or "for all leads" may end and "to VALUE" begin: each connector that a value follows. */
export function connectors(
  request: Request,
  entity: EntityName,
  fieldAt: number,
  from: number,
): Array<{ at: number; length: number }> {
  const found: Array<{ at: number; length: number }> = [];
  for (let at = from + 1; at < request.to; at++) {
    const length = phraseAt(
      request.clause.units,
      at,
      'to|as|=|:|is|is now|into|should be|will be|to be|needs to be|has changed to',
    );
    if (length > 0 && assignmentsFrom(request, entity, fieldAt, at + length)) found.push({ at, length });
  }
  return found;
}

/** FIELD ... to VALUE [and FIELD2 to VALUE2], where the value begins at `start`. */
export function assignmentsFrom(
  request: Request,
  entity: EntityName,
  fieldAt: number,
  start: number,
): Change | undefined {
  const found = settableAt(request, entity, fieldAt);
  if (!found) return undefined;
  const { to, clause } = request;
  // "education and the city to Graz": the first end after which another field follows, else all of it
  for (let end = start + 1; end <= to; end++) {
    if (end < to && !/^(,|;|and|\n)$/.test(normAt(clause.units, end))) continue;
    const value = readValue(found.field, request, start, end);
    if (!value || start + value.length < end) continue;
    const more = end < to ? assignmentsAt(request, entity, end, to) : undefined;
    if (end < to && more?.end !== to) continue;
    const set: Record<string, unknown> = {};
    setField(set, found.field, value.value);
    return {
      set: { ...set, ...more?.set },
      needsPrevious: Boolean(value.needsPrevious || more?.needsPrevious),
    };
  }
  return undefined;
}

export function firstField(request: Request, entity: EntityName, from: number): number | undefined {
  for (let at = from; at < request.to; at++) {
    const { units } = request.clause;
    if (settableAt(request, entity, at) && !/^(with|without|no|at|whose|any)$/.test(normAt(units, at - 1)))
      return at;
  }
  return undefined;
}

export function draftOf(entity: EntityName, chosen: Chosen, change: Change, request: Request): Draft {
  const { stage, ...others } = change.set;
  if (
    entity === 'opportunity' &&
    !chosen.isMany &&
    typeof stage === 'string' &&
    Object.keys(others).length === 0
  )
    return {
      tool: 'move_deal',
      args: { ...chosen.args, stage },
      confidence: chosen.confidence,
      needsPrevious: chosen.needsPrevious,
    };
  const tools = kindOf(entity);
  return {
    tool: tools.update,
    args: { ...chosen.args, set: change.set },
    // a change must never be wider than what was said
    confidence: chosen.unread.length > 0 ? Math.min(0.4, chosen.confidence) : chosen.confidence,
    needsPrevious: chosen.needsPrevious || change.needsPrevious,
    ...(chosen.unread.length > 0 && { unread: chosen.unread }),
    ...(chosen.title && { introduces: [{ entity, name: chosen.title }], read: [chosen.title] }),
    ...(request.isQuestion && { confidence: 0.3 }),
  };
}
