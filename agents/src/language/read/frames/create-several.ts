import { lookup } from '../../../lookup.ts';
import { isJobTitle } from '../../recognise/lexicon/job-titles.ts';
import { referent } from '../../recognise/names/references.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt, textOf, type Unit } from '../../recognise/unit.ts';
import type { RecordRef } from '../grammar/selection.ts';
import { targetAt } from '../grammar/target.ts';
import type { Request } from './frame.ts';

interface Stretch {
  from: number;
  to: number;
}

/** Several new records in one order. */
export interface Several {
  entity: 'contact' | 'company';
  parts: Stretch[];
  /** The company that all of them are from. */
  company?: RecordRef;
  /** What was said about all of them. */
  read: string[];
}

const COUNTS: Readonly<Record<string, number>> = lookup({
  two: 2,
  both: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
});
const DETERMINER = 'these|the following|the|my|our|new|some|all these|all of these|both';
const AT = 'at|from|of|for|to|who work at|who are at|working at';
const ALL_FROM =
  'both|all|all of them|both of them|they are all|they are both|they all work|they both work|all three';

/** "add two contacts there: Nils Berg (CEO) and Kari Dahl (CFO)", "add Nils Berg and Kari Dahl, both from Contoso". */
export function severalIn(request: Request, from: number): Several | undefined {
  const { clause } = request;
  const { units } = clause;
  let at = from;
  let count: number | undefined;
  let noun: 'contact' | 'company' | undefined;
  for (let length = 1; length > 0; at += length) {
    const said = COUNTS[normAt(units, at)] ?? (units[at]?.kind === 'number' ? units[at]?.value : undefined);
    count ??= said;
    length = said === undefined ? phraseAt(units, at, DETERMINER) : 1;
  }
  const plural = sensesAt(clause, at, 'entity').find(({ sense }) => sense.isPlural);
  const entity = plural?.sense.entity;
  if (plural && entity !== 'contact' && entity !== 'company') return undefined;
  if (plural && (entity === 'contact' || entity === 'company')) {
    noun = entity;
    at += plural.length;
  }
  const before = noun === 'company' ? undefined : companyAt(request, at, request.to);
  at += before?.length ?? 0;
  while (/^(:|,|\n|called|named|-)$/.test(normAt(units, at))) at++;
  const tail = allFrom(request, at) ?? lastFrom(request, at);
  const to = tail?.from ?? request.to;
  const isSaid = noun !== undefined || tail !== undefined;
  const parts = divided(units, { from: at, to }, isSaid);
  const company = tail?.company ?? before?.company;
  if (!beginsName(units, at, to) || parts.length < 2 || (count !== undefined && count !== parts.length))
    return undefined;
  const read = [textOf(clause, from, at), textOf(clause, to, request.to)].filter(Boolean);
  return { entity: noun ?? 'contact', parts, ...(company && { company }), read };
}

/** "there", "at Globex". */
function companyAt(
  request: Request,
  at: number,
  to: number,
): { company: RecordRef; length: number } | undefined {
  const { units } = request.clause;
  if (normAt(units, at) === 'there') {
    const company = referent('thing', ['company'], request.context, request.introduced);
    return company && { company, length: 1 };
  }
  const lead = phraseAt(units, at, AT);
  const target = lead > 0 ? targetAt(request, at + lead, to, ['company']) : undefined;
  return target && { company: target.record, length: lead + target.length };
}

/** ", both from Contoso" at the end. */
function allFrom(request: Request, from: number): { from: number; company: RecordRef } | undefined {
  const { units } = request.clause;
  for (let at = from; at < request.to; at++) {
    const all = phraseAt(units, at, ALL_FROM);
    const found = all > 0 ? companyAt(request, at + all, request.to) : undefined;
    if (!found || at + all + found.length !== request.to) continue;
    return { from: /^[,;(–-]$/.test(normAt(units, at - 1)) ? at - 1 : at, company: found.company };
  }
  return undefined;
}

/** "... (CEO) and Okan Aydin (CFO) at Contoso": where none of the others is said to be from anywhere. */
function lastFrom(request: Request, from: number): { from: number; company: RecordRef } | undefined {
  const { units } = request.clause;
  const places = Array.from({ length: request.to - from }, (_, i) => from + i);
  // "Head of IT" in brackets is from nowhere
  const isWithin = (at: number) =>
    units.slice(from, at).reduce((depth, { norm }) => depth + (norm === '(' ? 1 : norm === ')' ? -1 : 0), 0) >
    0;
  const [first, ...others] = places.filter((at) => !isWithin(at) && phraseAt(units, at, AT) > 0);
  const found = first === undefined || others.length > 0 ? undefined : companyAt(request, first, request.to);
  const isLast = found && first !== undefined && first + found.length === request.to;
  return isLast && normAt(units, first - 1) === ')' ? { from: first, company: found.company } : undefined;
}

/** One stretch for each record: by semicolons or lines where there are any, else where a name begins behind a comma or "and". */
function divided(units: readonly Unit[], { from, to }: Stretch, isList: boolean): Stretch[] {
  // "Nils Berg, CEO; Kari Dahl, CFO": commas are within a record then
  const hasStrong = units.slice(from, to).some(({ norm }) => norm === ';' || norm === '\n');
  const hasCommas =
    hasStrong &&
    units.slice(from, to).some(({ norm }, index) => norm === ',' && !beginsName(units, from + index + 1, to));
  const parts: Stretch[] = [];
  let begin = from;
  let depth = 0;
  for (let at = from; at < to; at++) {
    const norm = normAt(units, at);
    if (norm === '(') depth++;
    if (norm === ')') depth--;
    const isStrong = norm === ';' || norm === '\n';
    const joints = isList && !hasCommas ? ', and|,|and|&' : ', and|and|&';
    const length = isStrong ? 1 + phraseAt(units, at + 1, 'and') : phraseAt(units, at, joints);
    if (depth > 0 || length === 0) continue;
    const isWhole = isList || isFullName(units[at + length], units[at + length + 1]);
    if (!isStrong && !(isWhole && beginsName(units, at + length, to))) continue;
    parts.push({ from: begin, to: at });
    begin = at + length;
    at = begin - 1;
  }
  return [...parts, { from: begin, to }].filter((part) => part.to > part.from);
}

/** "Tim Green": a first name and a last name. */
function isFullName(unit: Unit | undefined, next: Unit | undefined): boolean {
  const words = unit?.kind === 'name' ? unit.text.trim().split(/\s+/).length : 1;
  return words > 1 || (next?.isCapital === true && /^(word|name)$/.test(next.kind));
}

/** A person or company, not what another one is: "CEO". */
function beginsName(units: readonly Unit[], at: number, to: number): boolean {
  const unit = units[at];
  if (!unit || at >= to || !/^(name|word)$/.test(unit.kind) || !unit.isCapital) return false;
  let end = at;
  while (end < to && !/^[,;()\n]$/.test(normAt(units, end)) && normAt(units, end) !== 'and') end++;
  const text = units
    .slice(at, end)
    .map((one) => one.text)
    .join(' ');
  return !isJobTitle(text);
}
