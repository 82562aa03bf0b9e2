import { functionWords, tradeWords } from '../../../recognise/lexicon/words.ts';
import { phraseAt } from '../../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../../recognise/unit.ts';
import { add, fieldAt, type Reader, type Rule } from '../selection.ts';

const WITHOUT = `without|with no|missing|lacking|that have no|who have no|which have no|have no|has no|that lack|
  who lack|lack|with neither|have neither|has neither|that have neither|who have neither|having neither|having no|do not have|does not have|have not got|that are missing|who are missing|
  are missing|is missing|with missing|with empty|with blank|not having|with out|w / o|there is no|no`;
const WITH = 'with|that have|who have|which have|having|have|has|that has|who has';
const ARTICLES = 'a|an|any|the|their|his|her|its|valid|known';
/** After a field these begin its value: then it is not about having one. */
const VALUE_NEXT =
  /^(of|is|are|=|:|over|under|above|below|between|more|less|at|greater|in|on|before|after|since|by|this|next|last|equal|equals|containing|like|>|<)$/;

const isWords = (match: { length: number }) => match.length > 1;

/** "without an e-mail", "with no phone or e-mail", "that have a company": whether a field is filled. */
export const presence: Rule = (reader, at) => {
  const { units } = reader.clause;
  const without = phraseAt(units, at, WITHOUT);
  const length = without || phraseAt(units, at, WITH);
  if (length === 0) return 0;
  // "with consent" is one of the values that consent has
  if (!without && sensesAt(reader.clause, at, 'option').some(isWords)) return 0;
  let i = at + length;
  const conditions = [];
  for (;;) {
    while (phraseAt(units, i, ARTICLES) > 0) i++;
    const found = i < reader.to ? fieldAt(reader, i) : undefined;
    if (!found) break;
    const next = i + found.length;
    const after = normAt(units, next);
    if (!without && (VALUE_NEXT.test(after) || isValue(units[next]?.kind) || beginsValue(reader, next)))
      return 0;
    if (without && (units[next]?.kind === 'time' || hasValue(reader, next, found.field.name))) return 0;
    conditions.push({ field: found.field.name, op: without ? ('is_empty' as const) : ('is_set' as const) });
    i = next;
    if (phraseAt(units, i, 'address|on file|on record|set|assigned|filled in') > 0)
      i += phraseAt(units, i, 'address|on file|on record|set|assigned|filled in');
    const joint = phraseAt(units, i, 'or|and|nor|and no|or an|or a|, or|,');
    const another = joint > 0 ? skipArticles(i + joint) : i;
    if (joint === 0 || !fieldAt(reader, another)) break;
    i = another;
  }
  if (conditions.length === 0) return 0;
  add(reader, ...conditions);
  return i - at;

  function skipArticles(from: number): number {
    let place = from;
    while (phraseAt(units, place, ARTICLES) > 0) place++;
    return place;
  }
};

/** "without the tag key account" leaves out those that have it. */
const hasValue = ({ clause, selection }: Reader, at: number, name: string) =>
  clause.units[at]?.values?.some(({ entity, field }) => entity === selection.entity && field === name) ??
  false;

/** A word after the field that nothing else explains is its value: "with source webinar", "with grade B". */
function beginsValue(reader: Reader, at: number): boolean {
  const { clause } = reader;
  if (at >= reader.to || clause.units[at]?.kind !== 'word') return false;
  if (sensesAt(clause, at, 'option').length > 0) return true;
  return (
    !functionWords.has(normAt(clause.units, at)) &&
    !tradeWords.has(normAt(clause.units, at)) &&
    sensesAt(clause, at, 'entity').length === 0
  );
}

const isValue = (kind: string | undefined) =>
  /^(number|money|percent|email|phone|url|quote|time|name)$/.test(kind ?? '');
