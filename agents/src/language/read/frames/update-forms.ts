import { changeable, type EntityName, kindOf } from '../../recognise/lexicon/entities.ts';
import type { FieldInfo } from '../../recognise/lexicon/fields.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { endPoint, iso } from '../../recognise/times/time-value.ts';
import { normAt, sensesAt, textOf } from '../../recognise/unit.ts';
import { setField, settableAt } from '../grammar/assignments.ts';
import { rawText, readValue } from '../grammar/read-value.ts';
import { chooseRecords, wordsOf } from './choose.ts';
import { chooseAny } from './choose-task.ts';
import { afterVerb, type Draft, type Request } from './frame.ts';
import { draftOf } from './update-value.ts';
import { valuesByForm } from './values-by-form.ts';

/** "mark Jane as qualified", "make Northwind a customer", "set the Contoso task to urgent". */
export async function byOption(
  request: Request,
  entity: EntityName,
  from: number,
): Promise<Draft | undefined> {
  const { clause, to } = request;
  for (let at = to - 1; at > from; at--) {
    const skipped = phraseAt(
      clause.units,
      at,
      '->|became a|became an|became|has become a|as|to|as a|as an|a|an|is|is now|is a|to a|is now a|into a|to the|into the|back to the|back to|back into the|into|onto the',
    );
    const isBare =
      skipped === 0 &&
      !/^(as|to|a|an|is|->)$/.test(normAt(clause.units, at - 1)) &&
      /^(make|mark|set|keep|flag)$/.test(normAt(clause.units, request.start));
    if (skipped === 0 && !isBare) continue;
    const found = sensesAt(clause, at + skipped, 'option').find(
      (match) => match.sense.field.entity === entity && !match.sense.field.isReadOnly,
    );
    if (!found) continue;
    let end = at + skipped + found.length;
    const label = settableAt(request, entity, end);
    if (label?.field.name === found.sense.field.name) end += label.length;
    const more = restOf(request, entity, end);
    if (more === 'unread') continue;
    const chosen = await chooseAny(request, entity, from, at);
    if (!chosen) continue;
    const set: Record<string, unknown> = {};
    setField(set, found.sense.field, found.sense.value);
    Object.assign(set, more?.set);
    const begun = begunIn(request, found.sense.field, from, at);
    const which = begun ? { ...chosen, args: { ...chosen.args, ...begun(chosen.args.where) } } : chosen;
    return draftOf(entity, which, { set, needsPrevious: more?.needsPrevious ?? false }, request);
  }
  return undefined;
}

/** What is unfinished and is put somewhere else has been begun: it is where that field says "in progress". */
function begunIn(
  { clause }: Request,
  { name, options }: FieldInfo,
  from: number,
  to: number,
): ((where: unknown) => { where: unknown[] }) | undefined {
  const isSaid = /\b(unfinished|incomplete|uncompleted)\b/i.test(textOf(clause, from, to));
  const value = options.find((option) => /^in[ _-]progress$/i.test(option));
  if (!isSaid || value === undefined) return undefined;
  return (where) => ({
    where: [...(Array.isArray(where) ? where : []), { field: name, op: 'eq', value }],
  });
}

/** What else the records are to get, behind the first value: "... and 80%", "... and its city to Oslo". */
function restOf(request: Request, entity: EntityName, from: number) {
  const { clause, to } = request;
  if (wordsOf(request, from, to).length === 0) return undefined;
  const joint = phraseAt(clause.units, from, ', and|and|,|&');
  return valuesByForm(request, entity, from + joint, to) ?? ('unread' as const);
}

/** "bump the Litware pilot up to 55k", "set all deals in Discovery to 20% probability": the form of the value tells the field. */
export async function byMeasure(
  request: Request,
  entity: EntityName,
  from: number,
): Promise<Draft | undefined> {
  const { clause, to } = request;
  const { measures, period, worth } = kindOf(entity);
  for (let at = to - 1; at > from; at--) {
    const isTold = request.acts.size === 0;
    const lead = phraseAt(
      clause.units,
      at,
      isTold ? 'is|is now|is at|is now at|are now|->' : '->|to|up to|down to|at|=|out to|back to',
    );
    const unit = clause.units[at + lead];
    if (isTold && !/^(money|percent)$/.test(unit?.kind ?? '')) continue;
    const isLast =
      at === to - 1 &&
      /^(make|set|bump|raise)$/.test(normAt(clause.units, request.start)) &&
      unit?.kind === 'money';
    if ((lead === 0 && !isLast) || !unit) continue;
    const named = settableAt(request, entity, at + lead + 1);
    const isDate = unit.time?.kind === 'span' && entity === 'opportunity';
    const byForm = unit.kind === 'money' ? worth : unit.kind === 'percent' ? measures.percent : undefined;
    const name = named?.field.name ?? (isDate ? period : byForm);
    const field = clause.vocabulary.fields.find((one) => one.entity === entity && one.name === name);
    const behindValue = at + lead + 1 + (named?.length ?? 0);
    const behind = behindValue + phraseAt(clause.units, behindValue, 'now');
    const value = field && readValue(field, request, at + lead, at + lead + 1);
    // "... to 25k and the close date to May 1"
    const more = restOf(request, entity, behind);
    if (!field || !value || more === 'unread') continue;
    const end = /^(up|down|out|back)$/.test(normAt(clause.units, at - 1)) ? at - 1 : at;
    const chosen = await chooseAny(request, entity, from, end);
    if (!chosen || chosen.unread.length > 0) continue;
    const set: Record<string, unknown> = {};
    setField(set, field, value.value);
    Object.assign(set, more?.set);
    return draftOf(entity, chosen, { set, needsPrevious: more?.needsPrevious ?? false }, request);
  }
  return undefined;
}

/** "Globex has 450 employees now": a number before the name of what it counts. */
export function byCount(request: Request, entity: EntityName): Draft | undefined {
  const { clause, start, to } = request;
  if (request.acts.size > 0) return undefined;
  for (let at = start + 1; at < to; at++) {
    const has = phraseAt(clause.units, at, 'has|have|has now|now has|has about|now have|employs');
    const unit = clause.units[at + has];
    const named = has > 0 && unit?.kind === 'number' ? settableAt(request, entity, at + has + 1) : undefined;
    if (named?.field.kind !== 'number') continue;
    if (wordsOf(request, at + has + 1 + named.length, to).length > 0) return undefined;
    const chosen = chooseRecords(request, entity, start, at);
    if (!chosen || chosen.unread.length > 0) return undefined;
    const set: Record<string, unknown> = {};
    setField(set, named.field, unit?.value);
    return draftOf(entity, chosen, { set, needsPrevious: false }, request);
  }
  return undefined;
}

/** "Northwind is the parent company of Litware": it is Litware that is changed. */
export function parentOf(request: Request): Draft | undefined {
  const { clause, start, to } = request;
  for (let at = start + 1; at < to; at++) {
    const said = phraseAt(
      clause.units,
      at,
      'is the parent company of|is the parent of|is parent of|is the holding of|is the holding company of|is now the parent company of',
    );
    if (said === 0) continue;
    const parent = chooseRecords(request, 'company', start, at);
    const child = chooseRecords(request, 'company', at + said, to);
    if (!parent?.args.company || !child || child.unread.length > 0) return undefined;
    const change = { set: { parent: parent.args.company }, needsPrevious: parent.needsPrevious };
    return draftOf('company', child, change, request);
  }
  return undefined;
}

/** "rename the Contoso rollout to Contoso phase 2": sets the title. */
export function rename(request: Request): Draft | undefined {
  const from = afterVerb(request, 'rename');
  if (from === undefined || !/^(rename|retitle)$/.test(normAt(request.clause.units, request.start)))
    return undefined;
  for (let at = from + 1; at < request.to; at++) {
    const length = phraseAt(request.clause.units, at, 'to|as|into|:');
    const drafts = (length > 0 ? changeable() : []).flatMap((entity): Draft[] => {
      const chosen = chooseRecords(request, entity, from, at);
      const name = rawText(request.clause, at + length, request.to);
      if (!chosen || chosen.isMany || !name) return [];
      return [
        draftOf(entity, chosen, { set: { [kindOf(entity).title]: name }, needsPrevious: false }, request),
      ];
    });
    const best = drafts.sort((a, b) => b.confidence - a.confidence)[0];
    if (best) return best;
  }
  return undefined;
}

/** "the Litware pilot should close on 20 April instead": a statement that moves the close date. */
export function closesOn(request: Request): Draft | undefined {
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
