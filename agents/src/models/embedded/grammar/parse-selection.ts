import type { LanguageContext } from '../language-context.ts';
import { type EntityName, entityTools } from '../lexicon/entities.ts';
import { fillers } from '../lexicon/words.ts';
import { phraseAt } from './phrases.ts';
import { compare } from './rules/compare.ts';
import { bareTime, dated, outcome, overdue } from './rules/dated.ts';
import { averageWords, grouped } from './rules/groups.ts';
import { option } from './rules/options.ts';
import { industry, jobTitle, place, source } from './rules/places.ts';
import { presence } from './rules/presence.ts';
import { countWords, determiner, sortBy, sumWords, superlative } from './rules/quantity.ts';
import { named, owner } from './rules/roles.ts';
import { pipeline, stage } from './rules/stages.ts';
import { notTouched, touched } from './rules/touched.ts';
import { called, fieldValue, inName, tagged } from './rules/values.ts';
import { addEither, type Introduced, negate, type Reader, type Rule, type Selection } from './selection.ts';
import { type Clause, normAt, sensesAt } from './unit.ts';

/** Tried in this order at each place; the first that reads something wins. */
const RULES: readonly Rule[] = [
  countWords,
  averageWords,
  grouped,
  sumWords,
  notTouched,
  overdue,
  dated,
  touched,
  inName,
  presence,
  owner,
  stage,
  outcome,
  pipeline,
  tagged,
  compare,
  superlative,
  sortBy,
  option,
  called,
  fieldValue,
  named,
  jobTitle,
  industry,
  place,
  source,
  bareTime,
  determiner,
];

const EXCEPT = `except|except for|excluding|other than|apart from|besides|but not|all but|aside from|
  with the exception of|minus|save for|not including`;
const NOT = `not|are not|is not|that are not|who are not|which are not|never|no longer|that is not|do not|non|
  were not|not yet`;
/** Words that hold a noun phrase together and mean nothing by themselves. */
const GLUE = new Set(
  'and that which who whose are is was were do does did have has had we i you of in with to be been our us there their its where currently out any or some for on at as by they them it would will can could should s still now ones one what when so yet each both from list record records works work working based located new all together currently please employed sits sit anything something know see look interesting out how much many'.split(
    ' ',
  ),
);

/** The noun of a phrase: the first noun of a record that no preposition makes part of something else. */
export function headNoun(
  clause: Clause,
  from: number,
  to: number,
): { entity: EntityName; isPlural: boolean; at: number; length: number } | undefined {
  let fallback: { entity: EntityName; isPlural: boolean; at: number; length: number } | undefined;
  for (let at = from; at < to; at++) {
    const match = sensesAt(clause, at, 'entity')[0];
    if (!match || clause.units[at]?.kind !== 'word') continue;
    const found = { entity: match.sense.entity, isPlural: match.sense.isPlural, at, length: match.length };
    const before = clause.units[at - 1]?.norm ?? '';
    const isBehind =
      at > from &&
      /^(without|no|missing|at|from|with|over|than|per|by|number|a|an|least|most|under|above|below|their|its|his|her|for|in)$/.test(
        before,
      );
    const isCounted =
      clause.units[at - 1]?.kind === 'number' &&
      /^(than|over|under|above|below|least|most|and|about)$/.test(clause.units[at - 2]?.norm ?? '');
    if (!isBehind && !isCounted) return found;
    fallback ??= found;
    at += match.length - 1;
  }
  return fallback;
}

/** Reads a noun phrase with its filters. `assumed` is the kind of record when the text does not name one. */
export function parseSelection(
  clause: Clause,
  from: number,
  to: number,
  context: LanguageContext,
  assumed: EntityName,
  introduced: readonly Introduced[],
): Selection {
  const head = headNoun(clause, from, to);
  const selection: Selection = {
    entity: head?.entity ?? assumed,
    hasNoun: head !== undefined,
    isPlural: head?.isPlural ?? false,
    hasAll: false,
    hasDefinite: false,
    where: [],
    anyOf: [],
    isCount: false,
    leftovers: [],
    needsPrevious: false,
  };
  const reader: Reader = { clause, context, selection, from, to, isNegated: false, introduced };
  const nounWord = head && clause.units[head.at]?.norm;
  readAll(reader, from, head);
  const implied = nounWord && impliedStatus(clause, selection.entity, nounWord);
  if (implied && !selection.where.some((one) => one.field === 'status'))
    selection.where.unshift({ field: 'status', op: 'eq', value: implied });
  return selection;
}

/** "customers" are companies of that status, "partners" too; "prospects" and "leads" are simply people. */
function impliedStatus(clause: Clause, entity: EntityName, noun: string): string | undefined {
  if (entity !== 'company') return undefined;
  const one = noun.replace(/s$/, '');
  return clause.vocabulary.fields
    .find((field) => field.entity === entity && field.name === 'status')
    ?.options.find((option) => option === one);
}

function readAll(reader: Reader, from: number, head: ReturnType<typeof headNoun>): void {
  const { clause, selection } = reader;
  let at = from;
  while (at < reader.to) {
    const except = phraseAt(clause.units, at, EXCEPT);
    if (except > 0) {
      readException(reader, at + except);
      return;
    }
    if (head && at === head.at) {
      at += head.length;
      continue;
    }
    at += readOne(reader, at);
  }
  selection.leftovers = selection.leftovers.filter((place) => !isGlue(reader, place));
}

function isGlue(reader: Reader, at: number): boolean {
  const norm = normAt(reader.clause.units, at);
  if (fillers.has(norm) || GLUE.has(norm) || /^[\p{P}\p{S}\n]$/u.test(norm)) return true;
  // the noun said twice: "leads ... contacts"
  return sensesAt(reader.clause, at, 'entity').some(
    (match) => match.sense.entity === reader.selection.entity,
  );
}

function readOne(reader: Reader, at: number): number {
  const length = applyRules(reader, at);
  if (length > 0) return length;
  const not = phraseAt(reader.clause.units, at, NOT);
  if (not > 0) {
    reader.isNegated = true;
    const next = applyRules(reader, at + not);
    reader.isNegated = false;
    if (next > 0) return not + next;
  }
  reader.selection.leftovers.push(at);
  return 1;
}

function applyRules(reader: Reader, at: number): number {
  if (at >= reader.to) return 0;
  for (const rule of RULES) {
    const length = rule(reader, at);
    if (length > 0) return Math.min(length, reader.to - at);
  }
  return 0;
}

/** "all except the ones in Berlin": what the rest chooses is left out. */
function readException(reader: Reader, at: number): void {
  const { selection } = reader;
  const inner = parseSelection(
    reader.clause,
    at,
    reader.to,
    reader.context,
    selection.entity,
    reader.introduced,
  );
  if (inner.record)
    selection.where.push({
      field: inner.record.value === inner.record.title ? entityTools[selection.entity].title : 'id',
      op: 'ne',
      value: inner.record.value,
    });
  if (inner.where.length === 1) selection.where.push(...inner.where.map(negate));
  else if (inner.where.length > 1)
    addEither(
      selection,
      inner.where.map((one) => [negate(one)]),
    );
  if (!inner.record && inner.where.length === 0) selection.leftovers.push(at);
  selection.leftovers.push(...inner.leftovers);
}
