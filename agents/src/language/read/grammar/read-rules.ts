import type { EntityName } from '../../recognise/lexicon/entities.ts';
import { fillers } from '../../recognise/lexicon/words.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import { activities } from './rules/activities.ts';
import { claimed } from './rules/claimed.ts';
import { compare } from './rules/compare.ts';
import { creator } from './rules/creator.ts';
import { bareTime, dated, outcome, overdue } from './rules/dated.ts';
import { averageWords, grouped } from './rules/groups.ts';
import { known, knownBehind } from './rules/known.ts';
import { option } from './rules/options.ts';
import { owned, owner } from './rules/owners.ts';
import { industry, jobTitle, place, source } from './rules/places.ts';
import { pointed } from './rules/pointed.ts';
import { presence } from './rules/presence.ts';
import { countWords, determiner, sortBy, sumWords, superlative } from './rules/quantity.ts';
import { ranked } from './rules/ranked.ts';
import { referenced } from './rules/referenced.ts';
import { related } from './rules/related.ts';
import { named } from './rules/roles.ts';
import { charted, reasons, shown } from './rules/shown.ts';
import { notTouched, silentSince } from './rules/silence.ts';
import { pipeline, stage } from './rules/stages.ts';
import { stayed } from './rules/stays.ts';
import { touched } from './rules/touched.ts';
import { called, fieldValue, inName, tagged } from './rules/values.ts';
import type { Reader, Rule } from './selection.ts';

/** Tried in this order at each place; the first that reads something wins. */
const RULES: readonly Rule[] = [
  reasons,
  shown,
  charted,
  countWords,
  averageWords,
  grouped,
  sumWords,
  notTouched,
  silentSince,
  creator,
  overdue,
  stayed,
  dated,
  touched,
  claimed,
  inName,
  ranked,
  pointed,
  activities,
  related,
  presence,
  owned,
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
  known,
  industry,
  place,
  source,
  bareTime,
  knownBehind,
  referenced,
  determiner,
];

/** What orders, counts or totals a list says nothing of the records within it. */
const OF_THE_LIST: ReadonlySet<Rule> = new Set([
  countWords,
  averageWords,
  grouped,
  sumWords,
  superlative,
  sortBy,
  reasons,
  shown,
  charted,
]);
const NESTED = RULES.filter((rule) => !OF_THE_LIST.has(rule));
const NESTED_TIMELESS = NESTED.filter((rule) => rule !== bareTime);

/** Rules for a phrase of other records; "customers this month" says a time of what they belong to, "tasks this week" of them. */
export function nestedRules(entity: EntityName): readonly Rule[] {
  return entity === 'opportunity' || entity === 'task' ? NESTED : NESTED_TIMELESS;
}

const NOT = `not|are not|is not|that are not|who are not|which are not|never|no longer|that is not|do not|non|
  were not|not yet|neither|nor`;
/** Words that hold a noun phrase together and mean nothing by themselves. */
const GLUE = new Set(
  'and that which who whose are is was were do does did have has had we i you of in with to be been our us either there where currently out moment but involved any or some for on at as by it would will can could should s still now ones one what when so yet each both from list record records works work working based located new all together currently please report give got get need want gets rn r u yet logged log made held stands list show tell employed sits sit anything something know see look interesting out how much many'.split(
    ' ',
  ),
);

/** Whether a word that no rule read means nothing by itself. */
export function isGlue(reader: Reader, at: number): boolean {
  const norm = normAt(reader.clause.units, at);
  // "contacts there" points at companies, "are there" at nothing
  if (norm === 'there') return isExistential(reader, at);
  if (fillers.has(norm) || GLUE.has(norm) || /^[\p{P}\p{S}\n]$/u.test(norm)) return true;
  // "sort my deals by close date": the order itself was read
  if (/^(sort|order|rank|ranked|sorted|ordered)$/.test(norm) && reader.selection.sort) return true;
  // "have we got", "we have got"
  if (norm === 'got' && /^(have|has|we|you)$/.test(normAt(reader.clause.units, at - 1))) return true;
  // "when is the next task due"
  if (norm === 'due' && reader.selection.sort === 'due') return true;
  // the noun said twice: "leads ... contacts"
  return sensesAt(reader.clause, at, 'entity').some(
    (match) => match.sense.entity === reader.selection.entity,
  );
}

/** Takes what one rule reads at a place, negated or not; 0 for nothing. */
export function readOne(reader: Reader, at: number, rules: readonly Rule[] = RULES): number {
  const length = applyRules(reader, at, rules);
  if (length > 0) return length;
  const not = phraseAt(reader.clause.units, at, NOT);
  if (not > 0) {
    reader.isNegated = true;
    const next = applyRules(reader, at + not, rules);
    reader.isNegated = false;
    if (next > 0) return not + next;
  }
  return 0;
}

function applyRules(reader: Reader, at: number, rules: readonly Rule[]): number {
  if (at >= reader.to) return 0;
  for (const rule of rules) {
    const length = rule(reader, at);
    if (length > 0) return Math.min(length, reader.to - at);
  }
  return 0;
}

function isExistential({ clause }: Reader, at: number): boolean {
  const isVerb = /^(is|are|was|were|be|been|any|hey|hi|hello|have|has|out)$/;
  return isVerb.test(normAt(clause.units, at - 1)) || isVerb.test(normAt(clause.units, at + 1));
}
