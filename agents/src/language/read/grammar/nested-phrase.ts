import { EXCEPT, phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import { isGlue, nestedRules, readOne } from './read-rules.ts';
import { fieldAt, type Head, type Reader } from './selection.ts';

/** What follows "and" or a comma here is said of the outer records again. */
const OUTER = `with|without|that|who|which|whose|no|have|has|having|not|where|only|but|sorted|by|order|sort|their|its|i|we|also|then`;
/** Words that may stand between the parts of a phrase. */
const BETWEEN =
  /^(that|which|who|are|is|was|were|been|being|and|,|with|has|have|of|in|the|a|an|currently|still)$/;

/**
 * Reads what is said of other records within a phrase: "companies over 200 employees in Berlin" of "deals with ...". The
 * nearest records take what can be said of them; what cannot ends the phrase.
 *
 * @param inner - the reader of the other records; filled
 * @returns where the phrase ends, or undefined when something before its noun is not understood
 */
export function readNested(inner: Reader, outer: Reader, head: Head): number | undefined {
  const rules = nestedRules(head.entity);
  let at = inner.from;
  while (at < head.at) {
    const length = readOne(inner, at, rules);
    if (length === 0 && !isGlue(inner, at)) return undefined;
    at += Math.max(length, 1);
  }
  // a rule may have taken the noun with it: "technology companies"
  at = Math.max(at, head.at + head.length);
  let end = at;
  while (at < inner.to) {
    const except = exceptionAt(inner, at);
    const joint = /^(and|,|but)$/.test(normAt(inner.clause.units, at));
    if (
      normAt(inner.clause.units, at) === 'nor' ||
      (joint && phraseAt(inner.clause.units, at + 1, OUTER) > 0)
    )
      break;
    const length = except || (saysOfOuter(inner, outer, at) ? 0 : readOne(inner, at, rules));
    if (length > 0) {
      at += length;
      end = at;
    } else if (BETWEEN.test(normAt(inner.clause.units, at))) at++;
    else break;
  }
  return end;
}

/** "over 200 employees" of deals with ...: the number is of a field that only the outer records have. */
function saysOfOuter(inner: Reader, outer: Reader, at: number): boolean {
  for (let place = at; place < Math.min(at + 4, inner.to); place++) {
    const unit = inner.clause.units[place];
    if (unit?.value === undefined) continue;
    return fieldAt(outer, place + 1)?.field.kind === 'number' && fieldAt(inner, place + 1) === undefined;
  }
  return false;
}

/** "companies other than customers": a status left out. */
function exceptionAt({ clause, selection }: Reader, at: number): number {
  const length = phraseAt(clause.units, at, EXCEPT);
  if (length === 0) return 0;
  const option = sensesAt(clause, at + length, 'option').find(
    ({ sense }) => sense.field.entity === selection.entity,
  );
  if (!option) return 0;
  selection.where.push({ field: option.sense.field.name, op: 'ne', value: option.sense.value });
  return length + option.length;
}
