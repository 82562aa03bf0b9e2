import { assignmentsAt, setField, settableAt } from '../grammar/assignments.ts';
import { phraseAt } from '../grammar/phrases.ts';
import { rawText, readValue } from '../grammar/read-value.ts';
import { normAt, sensesAt } from '../grammar/unit.ts';
import { type EntityName, entityNames, entityTools } from '../lexicon/entities.ts';
import { endPoint, iso } from '../times/time-value.ts';
import { type Chosen, chooseRecords, wordsOf } from './choose.ts';
import { chooseAny } from './choose-task.ts';
import { afterVerb, bestOf, type Draft, type Frame, type Request } from './frame.ts';

interface Change {
  set: Record<string, unknown>;
  needsPrevious: boolean;
}

/** Where "of Jane" or "for all leads" may end and "to VALUE" begin: each connector that a value follows. */
function connectors(
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
function assignmentsFrom(
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

function firstField(request: Request, entity: EntityName, from: number): number | undefined {
  for (let at = from; at < request.to; at++) {
    const { units } = request.clause;
    if (settableAt(request, entity, at) && !/^(with|without|no|at|whose|any)$/.test(normAt(units, at - 1)))
      return at;
  }
  return undefined;
}

function draftOf(entity: EntityName, chosen: Chosen, change: Change, request: Request): Draft {
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
  const tools = entityTools[entity];
  return {
    tool: tools.update,
    args: { ...chosen.args, set: change.set },
    // a change must never be wider than what was said
    confidence: chosen.unread.length > 0 ? Math.min(0.4, chosen.confidence) : chosen.confidence,
    needsPrevious: chosen.needsPrevious || change.needsPrevious,
    ...(chosen.unread.length > 0 && { unread: chosen.unread }),
    ...(chosen.title && { introduces: [{ entity, name: chosen.title }] }),
    ...(request.isQuestion && { confidence: 0.3 }),
  };
}

async function inOrder(request: Request, entity: EntityName, from: number): Promise<Draft | undefined> {
  const { clause, to } = request;
  const fieldAt = firstField(request, entity, from);
  if (fieldAt === undefined) return undefined;
  const field = settableAt(request, entity, fieldAt);
  if (!field) return undefined;
  const afterField = fieldAt + field.length;
  const lead = phraseAt(clause.units, from, 'the|a|an|my|new|a new|the new');
  if (from + lead < fieldAt) {
    const change = assignmentsAt(request, entity, fieldAt, to);
    if (!change) return undefined;
    let end = fieldAt;
    while (
      /^(:|,|-|the|with|and|set|change|make|mark|so|that|to|\n|a|new|add|their|its|her|his)$/.test(
        normAt(clause.units, end - 1),
      ) &&
      end - 1 > from
    )
      end--;
    const chosen = await chooseAny(request, entity, from, end);
    return chosen && rest(request, draftOf(entity, chosen, change, request), change.end);
  }
  if (phraseAt(clause.units, afterField, 'of|for|on|in') > 0) {
    for (const connector of connectors(request, entity, fieldAt, afterField)) {
      const change = assignmentsFrom(request, entity, fieldAt, connector.at + connector.length);
      const chosen = await chooseAny(request, entity, afterField + 1, connector.at);
      if (change && chosen && chosen.unread.length === 0) return draftOf(entity, chosen, change, request);
    }
  }
  if (request.acts.size === 0 && to - afterField <= 12 && !hasTargetAfter(request, afterField))
    return undefined;
  if (phraseAt(clause.units, afterField, 'to|=|:|as|is|into|from|- >|at') === 0) return undefined;
  for (let split = to; split > afterField; split--) {
    if (split < to && phraseAt(clause.units, split, 'for|of|on|at|in') === 0) continue;
    const change = assignmentsAt(request, entity, fieldAt, split);
    if (!change || change.end !== split) continue;
    const chosen =
      split === to
        ? await chooseAny(request, entity, to, to)
        : await chooseAny(request, entity, split + 1, to);
    if (chosen) return draftOf(entity, chosen, change, request);
  }
  return undefined;
}

/** "Phone: ..." alone is no order; "amount 30k for the Litware pilot" is. */
function hasTargetAfter(request: Request, from: number): boolean {
  return request.clause.units.slice(from, request.to).some((unit) => /^(for|of|on)$/.test(unit.norm));
}

function rest(request: Request, draft: Draft, end: number): Draft {
  const unread = wordsOf(request, end, request.to);
  return unread.length > 0
    ? { ...draft, unread: [...(draft.unread ?? []), ...unread], confidence: draft.confidence - 0.3 }
    : draft;
}

/** "mark Jane as qualified", "make Northwind a customer", "set the Contoso task to urgent". */
async function byOption(request: Request, entity: EntityName, from: number): Promise<Draft | undefined> {
  const { clause, to } = request;
  for (let at = to - 1; at > from; at--) {
    const skipped = phraseAt(clause.units, at, 'as|to|as a|as an|a|an|is|is now|is a|to a|is now a|into a');
    if (skipped === 0) continue;
    const found = sensesAt(clause, at + skipped, 'option').find(
      (match) => match.sense.field.entity === entity && !match.sense.field.isReadOnly,
    );
    if (!found) continue;
    let end = at + skipped + found.length;
    const label = settableAt(request, entity, end);
    if (label?.field.name === found.sense.field.name) end += label.length;
    if (wordsOf(request, end, to).length > 0) continue;
    const chosen = await chooseAny(request, entity, from, at);
    if (!chosen) continue;
    const set: Record<string, unknown> = {};
    setField(set, found.sense.field, found.sense.value);
    return draftOf(entity, chosen, { set, needsPrevious: false }, request);
  }
  return undefined;
}

/** "bump the Litware pilot up to 55k", "set all deals in Discovery to 20% probability": the form of the value tells the field. */
async function byMeasure(request: Request, entity: EntityName, from: number): Promise<Draft | undefined> {
  const { clause, to } = request;
  const { measures, period } = entityTools[entity];
  for (let at = to - 1; at > from; at--) {
    const lead = phraseAt(clause.units, at, 'to|up to|down to|at|=|out to|back to');
    const unit = clause.units[at + lead];
    const isLast =
      at === to - 1 &&
      /^(make|set|bump|raise)$/.test(normAt(clause.units, request.start)) &&
      unit?.kind === 'money';
    if ((lead === 0 && !isLast) || !unit) continue;
    const named = settableAt(request, entity, at + lead + 1);
    const isDate = unit.time?.kind === 'span' && entity === 'opportunity';
    const byForm =
      unit.kind === 'money' ? measures.money : unit.kind === 'percent' ? measures.percent : undefined;
    const name = named?.field.name ?? (isDate ? period : byForm);
    const field = clause.vocabulary.fields.find((one) => one.entity === entity && one.name === name);
    const value = field && readValue(field, request, at + lead, at + lead + 1);
    if (!field || !value || wordsOf(request, at + lead + 1 + (named?.length ?? 0), to).length > 0) continue;
    const end = /^(up|down|out|back)$/.test(normAt(clause.units, at - 1)) ? at - 1 : at;
    const chosen = await chooseAny(request, entity, from, end);
    if (!chosen) continue;
    const set: Record<string, unknown> = {};
    setField(set, field, value.value);
    return draftOf(entity, chosen, { set, needsPrevious: false }, request);
  }
  return undefined;
}

/** "rename the Contoso rollout to Contoso phase 2": sets the title. */
function rename(request: Request): Draft | undefined {
  const from = afterVerb(request, 'rename');
  if (from === undefined || !/^(rename|retitle)$/.test(normAt(request.clause.units, request.start)))
    return undefined;
  for (let at = from + 1; at < request.to; at++) {
    const length = phraseAt(request.clause.units, at, 'to|as|into|:');
    const drafts = (length > 0 ? entityNames : []).flatMap((entity): Draft[] => {
      const chosen = chooseRecords(request, entity, from, at);
      const name = rawText(request.clause, at + length, request.to);
      if (!chosen || chosen.isMany || !name) return [];
      return [
        draftOf(
          entity,
          chosen,
          { set: { [entityTools[entity].title]: name }, needsPrevious: false },
          request,
        ),
      ];
    });
    const best = drafts.sort((a, b) => b.confidence - a.confidence)[0];
    if (best) return best;
  }
  return undefined;
}

/** "the Litware pilot should close on 20 April instead": a statement that moves the close date. */
function closesOn(request: Request): Draft | undefined {
  const { clause, start, to } = request;
  for (let at = start + 1; at < to; at++) {
    const said = phraseAt(
      clause.units,
      at,
      `should close|will close|closes|is expected to close|should now close|will now close|is going to close|now closes|
      is due|is now due|slips to|slipped to|has slipped to|moved to|is delayed to|is delayed until|got pushed to`,
    );
    const lead = said > 0 ? phraseAt(clause.units, at + said, 'on|by|in|at|around|until|to') : 0;
    const time = clause.units[at + said + lead]?.time;
    if (
      said === 0 ||
      time?.kind !== 'span' ||
      wordsOf(request, at + said + lead + 1, to).some((word) => word !== 'instead')
    )
      continue;
    const chosen = chooseRecords(request, 'opportunity', start, at);
    if (!chosen || chosen.isMany) return undefined;
    return draftOf(
      'opportunity',
      chosen,
      { set: { expectedClose: iso(endPoint(time)) }, needsPrevious: false },
      request,
    );
  }
  return undefined;
}

/** Changes of fields: on one record or on all that a filter chooses. Tries each kind of record and takes the best fit. */
export const update: Frame = async (request) => {
  const from =
    afterVerb(request, 'update', 'postpone', 'move', 'rename') ??
    (request.isQuestion ? undefined : statementStart(request));
  if (from === undefined) return undefined;
  const renamed = rename(request);
  if (renamed) return [renamed];
  const drafts = await Promise.all(
    entityNames.map(
      async (entity) =>
        (await inOrder(request, entity, from)) ??
        (await byOption(request, entity, from)) ??
        (request.acts.size > 0 ? byMeasure(request, entity, from) : undefined),
    ),
  );
  const best = bestOf([...drafts, request.acts.size === 0 ? closesOn(request) : undefined]);
  return best?.[0] && best[0].confidence >= 0.4 ? best : undefined;
};

/** "Jane's phone is now ...": a statement that tells a new value. */
function statementStart(request: Request): number | undefined {
  for (let at = request.start + 1; at < request.to - 1; at++) {
    if (
      phraseAt(
        request.clause.units,
        at,
        'is|is now|should|will|closes|slips|slipped|moved|should be|has changed to|changed to|=|needs to be|:|are now',
      ) > 0
    )
      return request.start;
  }
  return undefined;
}
