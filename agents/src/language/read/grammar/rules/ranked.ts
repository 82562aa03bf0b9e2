import { ranksOf } from '../../../recognise/lexicon/ranks.ts';
import { phraseAt } from '../../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../../recognise/unit.ts';
import { add, fieldAt, type Reader, type Rule } from '../selection.ts';

type Side = 'gt' | 'gte' | 'lt' | 'lte';

const BEFORE: ReadonlyArray<[words: string, side: Side]> = [
  [
    'at least|no worse than|not worse than|no lower than|not lower than|no less than|minimum|a minimum of',
    'gte',
  ],
  ['better than|above|over|higher than|more than|beyond', 'gt'],
  ['at most|no better than|not better than|no higher than|not higher than|up to|maximum', 'lte'],
  ['worse than|below|under|lower than|less than', 'lt'],
];
const AFTER: ReadonlyArray<[words: string, side: Side]> = [
  ['or better|and better|or above|and above|or higher|and higher|or up|and up|or more|plus|+|upwards', 'gte'],
  ['or worse|and worse|or below|and below|or lower|and lower|or less|or down', 'lte'],
];
const LEAD = /^(with|whose|that|which|who|have|has|having|are|is|of|graded|rated|marked|a|an|the|their)$/;

/** "with a lead grade of B or better", "at least high priority", "graded worse than C": values of a field with an order. */
export const ranked: Rule = (reader, at) => {
  const { units } = reader.clause;
  let i = at;
  while (i < reader.to && i - at < 4 && LEAD.test(normAt(units, i)) && !isValue(reader, i)) i++;
  const named = rankedField(reader, i);
  i += named?.length ?? 0;
  while (i < reader.to && /^(of|is|are|:|=|at|that)$/.test(normAt(units, i)) && !sideAt(reader, i, BEFORE))
    i++;
  const before = sideAt(reader, i, BEFORE);
  i += before?.length ?? 0;
  if (/^(a|an|grade)$/.test(normAt(units, i)) && optionAt(reader, i + 1)) i++;
  const option = optionAt(reader, i);
  if (!option) return 0;
  i += option.length;
  const label = rankedField(reader, i);
  i += label?.length ?? 0;
  const after = before ? undefined : sideAt(reader, i, AFTER);
  const side = before ?? after;
  if (!side) return 0;
  i += after?.length ?? 0;
  const late = rankedField(reader, i);
  i += late?.length ?? 0;
  const values = option.ranks.filter((_, place) => isOnSide(place, option.rank, side.side));
  if (values.length === 0) return 0;
  const [only, ...more] = values;
  add(reader, {
    field: option.field,
    ...(more.length > 0 ? { op: 'in', value: values } : { op: 'eq', value: only }),
  });
  return i - at;
};

/** An "a" before a field is its article, no grade. */
const isValue = (reader: Reader, at: number) =>
  optionAt(reader, at) !== undefined && rankedField(reader, at + 1) === undefined;

function isOnSide(place: number, rank: number, side: Side): boolean {
  if (place === rank) return side === 'gte' || side === 'lte';
  return side.startsWith('g') ? place > rank : place < rank;
}

function sideAt(
  { clause }: Reader,
  at: number,
  sides: typeof BEFORE,
): { side: Side; length: number } | undefined {
  for (const [words, side] of sides) {
    const length = phraseAt(clause.units, at, words);
    if (length > 0) return { side, length };
  }
  return undefined;
}

function rankedField(reader: Reader, at: number): { length: number } | undefined {
  const found = at < reader.to ? fieldAt(reader, at) : undefined;
  return found && ranksOf(found.field) ? found : undefined;
}

function optionAt(
  reader: Reader,
  at: number,
): { field: string; ranks: readonly string[]; rank: number; length: number } | undefined {
  if (at >= reader.to) return undefined;
  for (const { sense, length } of sensesAt(reader.clause, at, 'option')) {
    const ranks = sense.field.entity === reader.selection.entity ? ranksOf(sense.field) : undefined;
    if (ranks) return { field: sense.field.name, ranks, rank: ranks.indexOf(sense.value), length };
  }
  return undefined;
}
