import { MOST_ROWS } from '../../../../tools/fields.ts';
import { kindOf } from '../../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../../recognise/unit.ts';
import { numberWords } from '../../../text/number-words.ts';
import { fieldAt, type Reader, type Rule } from '../selection.ts';
import { sortField, superlativeAt } from '../superlatives.ts';

const ALL = `all|every|each|all of|any|everyone|everybody|every single|anyone|anybody|all the`;
const DEFINITE = 'the|this|that|these|those';

/** "everything in Qualified", "everything due today": the records that are so; "everything about Globex" is one. */
const everythingAt = ({ clause: { units } }: Pick<Reader, 'clause'>, at: number) =>
  normAt(units, at) === 'everything' &&
  /^(in|due|with|without|owned|assigned|closing|overdue|tagged|of)$/.test(normAt(units, at + 1))
    ? 1
    : 0;

function countAt(reader: Reader, at: number): number | undefined {
  const unit = reader.clause.units[at];
  if (unit?.kind === 'number' && unit.value && Number.isInteger(unit.value) && unit.value <= 500)
    return unit.value;
  return numberWords.get(unit?.norm ?? '');
}

export const determiner: Rule = ({ clause, selection }, at) => {
  const all = phraseAt(clause.units, at, ALL) || everythingAt({ clause }, at);
  if (all > 0) {
    selection.hasAll = true;
    return all;
  }
  const definite = phraseAt(clause.units, at, DEFINITE);
  if (definite > 0) selection.hasDefinite = true;
  return definite;
};

/** "top 5", "5 biggest", "the latest three", "newest": order, and how many. */
export const superlative: Rule = (reader, at) => {
  const { clause, selection } = reader;
  let i = at;
  const before = countAt(reader, i);
  if (before !== undefined) i++;
  const isFirst = /^(first|last)$/.test(normAt(clause.units, i));
  const found = superlativeAt(clause.units, i);
  if (isNextOne(reader, i)) {
    selection.sort ??= sortField(selection.entity, 'period');
    selection.limit = before ?? 1;
    return i + 1 + phraseAt(clause.units, i + 1, 'due|upcoming') - at;
  }
  const after = countAt(reader, i + (isFirst ? 1 : (found?.length ?? 0)));
  if (isFirst && after !== undefined) {
    selection.limit = Math.min(after, MOST_ROWS);
    selection.sort ??= normAt(clause.units, i) === 'last' ? '-created' : 'created';
    return i + 2 - at;
  }
  if (isFirst && reader.selection.hasDefinite && before === undefined && normAt(clause.units, i) === 'last') {
    selection.limit = 1;
    selection.sort ??= '-created';
    return i + 1 - at;
  }
  if (!found) {
    if (before === undefined || !isNounNext(reader, i)) return 0;
    selection.limit = Math.min(before, MOST_ROWS);
    return i - at;
  }
  const measured = measureAt(reader, i + found.length, found.sort);
  const sort = measured?.sort ?? sortField(selection.entity, found.sort);
  if (found.sort === '-created' && isDateHead(reader)) selection.sort ??= '-created';
  else selection.sort ??= sort;
  // "biggest first" is an order, not a choice of one; after "by close date" it says the direction of that
  if (before === undefined && normAt(clause.units, i + found.length) === 'first') {
    if (selection.sort && selection.sort !== sort && !clashes(found.sort, selection.sort))
      selection.sort = (found.sort.startsWith('-') ? '-' : '') + selection.sort.replace('-', '');
    return i + found.length + 1 - at;
  }
  if (found.sort === 'period' && selection.entity === 'opportunity') onlyOpen(reader);
  const count = before ?? after;
  if (count !== undefined) selection.limit = Math.min(count, MOST_ROWS);
  else if (!selection.isPlural && selection.hasNoun) selection.limit ??= 1;
  return i + found.length + (measured?.length ?? (before === undefined && after !== undefined ? 1 : 0)) - at;
};

/** "the highest revenue": the figure of theirs that they are put in order by. */
function measureAt(reader: Reader, at: number, by: string): { sort: string; length: number } | undefined {
  const found = /^-?measure$/.test(by) && at < reader.to ? fieldAt(reader, at) : undefined;
  if (found?.field.kind !== 'number') return undefined;
  return { sort: by.replace('measure', found.field.name), length: found.length };
}

/** "the next task", "my next 3 tasks": the soonest of what is still to come. */
function isNextOne(reader: Reader, at: number): boolean {
  const { clause, selection } = reader;
  if (normAt(clause.units, at) !== 'next' || selection.entity !== 'task') return false;
  return sensesAt(clause, at + 1, 'entity').some(({ sense }) => sense.entity === selection.entity);
}

/** "biggest first" can say no direction of a date. */
const clashes = (said: string, sort: string) =>
  said.replace('-', '') === 'measure' && /(created|updated|close|closed|due|contacted|activity)/i.test(sort);

function onlyOpen({ selection }: Reader): void {
  if (!selection.where.some(({ field }) => field === 'status' || field === 'closed'))
    selection.where.push({ field: 'status', op: 'eq', value: 'open' });
}

const isDateHead = (reader: Reader) => reader.selection.entity !== 'task';

function isNounNext(reader: Reader, at: number): boolean {
  for (let i = at; i < Math.min(at + 3, reader.to); i++) {
    const norm = normAt(reader.clause.units, i);
    if (reader.clause.vocabulary.startingWith(norm).some((entry) => entry.sense.type === 'entity'))
      return true;
  }
  return false;
}

const ALPHABETICAL =
  'alphabetically|in alphabetical order|alphabetical order|alphabetical|a to z|a - z|from a to z';
const SORT_BY = `sorted by|sort by|ordered by|order by|by|ranked by|in order of|sort them by|sort those by|sort it by|sort this by|order them by|order those by|rank them by|arranged by|sorted|
  ordered`;

/** "by amount", "sorted by close date descending", "most recent first". */
export const sortBy: Rule = (reader, at) => {
  const { clause, selection } = reader;
  const alphabet = phraseAt(clause.units, at, ALPHABETICAL);
  if (alphabet > 0) {
    selection.sort = kindOf(selection.entity).title;
    return alphabet;
  }
  const length = phraseAt(clause.units, at, SORT_BY);
  if (length === 0) return 0;
  const field = fieldAt(reader, at + length);
  if (!field || field.field.kind === 'array') return 0;
  const end = at + length + field.length;
  const down = phraseAt(
    clause.units,
    end,
    `descending|desc|high to low|highest first|biggest first|largest first|newest first|from high to low`,
  );
  const up = phraseAt(
    clause.units,
    end,
    `ascending|asc|low to high|lowest first|smallest first|soonest first|oldest first|alphabetically`,
  );
  const isDown =
    down > 0 ||
    (up === 0 && field.field.kind === 'number') ||
    (up === 0 && selection.sort?.startsWith('-') === true);
  selection.sort = (isDown ? '-' : '') + field.field.name;
  return end + Math.max(down, up) - at;
};

export const countWords: Rule = ({ clause, selection }, at) => {
  const length = phraseAt(
    clause.units,
    at,
    `how many|number of|count of|the number of|count|total number of`,
  );
  if (length > 0) selection.isCount = true;
  return length;
};

const SUM = `total value of|total amount of|sum of|total of|value of|worth of|combined value of|total worth of|
  sum up|add up|total|how much are|how much is|how much`;
const WORTH = `worth|in total|altogether|what are they worth|what is it worth|total value|combined|their value|
  their total value|their total|total worth|their worth|what they are worth`;

/** "total value of", "sum of the amounts", "and what are they worth". */
export const sumWords: Rule = (reader, at) => {
  const { clause, selection } = reader;
  const money = kindOf(selection.entity).measures.money;
  // "total pipeline value", "how much revenue": what the total is of
  if (selection.sumOf && /^(value|amount|revenue|worth|money|volume)$/.test(normAt(clause.units, at)))
    return 1;
  const length =
    valueOfNoun(reader, at) || Math.max(phraseAt(clause.units, at, SUM), phraseAt(clause.units, at, WORTH));
  if (length === 0) return 0;
  const isAmountNext = /^(money|number|quote)$/.test(clause.units[at + length]?.kind ?? '');
  const compares = /^(over|under|above|below|more|less|at|between|up)$/.test(
    normAt(clause.units, at + length),
  );
  if (isAmountNext || compares) return 0;
  const field = fieldAt(reader, at + length);
  selection.sumOf = field?.field.kind === 'number' ? field.field.name : (money ?? '');
  if (!selection.sumOf) return 0;
  return length + (field?.field.kind === 'number' ? field.length : 0);
};

/** "deal value by country": the value of the noun before it, where it is what is grouped. */
function valueOfNoun({ clause, from }: Reader, at: number): number {
  if (at === from || !/^(value|amount|worth|volume|revenue|size)$/.test(normAt(clause.units, at))) return 0;
  const isOfNoun =
    clause.vocabulary
      .startingWith(normAt(clause.units, at - 1))
      .some((entry) => entry.sense.type === 'entity') || normAt(clause.units, at - 1) === 'pipeline';
  return isOfNoun && phraseAt(clause.units, at + 1, 'by|per|for each|for every|in|of') > 0 ? 1 : 0;
}
