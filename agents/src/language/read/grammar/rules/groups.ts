import { kindOf } from '../../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../../recognise/unit.ts';
import { periodField } from '../period-field.ts';
import { fieldAt, linkTo, type Reader, type Rule } from '../selection.ts';

const PER = `per|for each|for every|in each|in every|within each|of each|grouped by|group by|broken down by|broken up by|split by|by each|split per|
  grouped per|group them by|group those by|group it by|group this by|break it down by|break that down by|break this down by|
  break them down by|break those down by|break down by|breakdown by|a breakdown by|split it by|split them by|split that by|
  down by|by each of our`;
const PEOPLE =
  /^(rep|reps|salesperson|salespeople|seller|sellers|teammate|teammates|person|owner|owners|assignee)$/;
export const PERIOD = /^(day|week|month|quarter|year)$/;
const ORDERED = /^(sort|sorted|order|ordered|rank|ranked|arrange|arranged)$/;

/** "per rep", "by stage", "won by month": what the records are counted and totalled by. */
export const grouped: Rule = (reader, at) => {
  const { units } = reader.clause;
  const per = phraseAt(units, at, PER) || eachOne(reader, at);
  const isOrder = units.slice(reader.from, at).some((unit) => ORDERED.test(unit.norm));
  const start = at + (per || (normAt(units, at) === 'by' && !isOrder ? 1 : 0));
  if (start === at) return 0;
  const group = groupAt(reader, start, per > 0);
  if (!group) return 0;
  reader.selection.groupBy = group.by;
  return start + group.length - at;
};

/** "did each rep win": one figure for each of those. */
function eachOne(reader: Reader, at: number): number {
  const { clause, selection } = reader;
  const { units } = clause;
  if (!/^(each|every)$/.test(normAt(units, at)) || normAt(units, at - 1) === 'for') return 0;
  const isOther = sensesAt(clause, at + 1, 'entity').some(({ sense }) => sense.entity !== selection.entity);
  const isStage = fieldAt(reader, at + 1)?.field.name === 'stage';
  return selection.isCount && (isOther || isStage || PEOPLE.test(normAt(units, at + 1))) ? 1 : 0;
}

function groupAt(reader: Reader, at: number, isPer: boolean): { by: string; length: number } | undefined {
  const { clause, selection } = reader;
  const word = normAt(clause.units, at);
  const tools = kindOf(selection.entity);
  if (PERIOD.test(word)) {
    const date = reader.claim?.field ?? periodField(selection);
    delete reader.claim;
    return { by: `${date} per ${word}`, length: 1 };
  }
  // whose a task is, not whom it is about
  if (PEOPLE.test(word)) return { by: tools.owner, length: 1 };
  const field = fieldAt(reader, at);
  if (field) {
    const { name, kind } = field.field;
    // "by amount" and "by close date" say an order
    if (kind === 'number' || (kind === 'date' && !isPer)) return undefined;
    return { by: kind === 'date' ? `${name} per month` : name, length: field.length };
  }
  const through = throughCompany(reader, at);
  if (through) return through;
  const noun = sensesAt(clause, at, 'entity')[0];
  const link = noun && linkTo(clause, selection.entity, noun.sense.entity);
  return link && { by: link.name, length: noun.length };
}

/** "deals by industry": the industry of their companies. */
function throughCompany(
  { clause, selection }: Reader,
  at: number,
): { by: string; length: number } | undefined {
  const field = sensesAt(clause, at, 'field').find(
    ({ sense: { field: one } }) =>
      one.entity === 'company' &&
      !one.customKey &&
      /^(string|enum)$/.test(one.kind) &&
      !/^(name|phone|notes)$/.test(one.name),
  );
  const link = field && linkTo(clause, selection.entity, 'company');
  return link && { by: `${link.name}.${field.sense.field.name}`, length: field.length };
}

/** "average deal size", "mean amount of open deals". */
export const averageWords: Rule = (reader, at) => {
  const { clause, selection } = reader;
  if (selection.averageOf && /^(size|value|amount|worth)$/.test(normAt(clause.units, at))) return 1;
  const length = phraseAt(
    clause.units,
    at,
    'average|the average|avg|mean value of|on average|average number of|the average number of|avg number of',
  );
  if (length === 0) return 0;
  const field = fieldAt(reader, at + length);
  const isNumber = field?.field.kind === 'number';
  const { money, number } = kindOf(selection.entity).measures;
  // "how many contacts per company on average" is no average of a field
  if (selection.isCount && !isNumber) return 0;
  const average = isNumber ? field.field.name : (money ?? number);
  if (!average) return 0;
  selection.averageOf = average;
  return length + (isNumber ? field.length : 0);
};
