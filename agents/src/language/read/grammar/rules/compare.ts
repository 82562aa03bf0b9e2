import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { kindOf } from '../../../recognise/lexicon/entities.ts';
import type { FieldInfo } from '../../../recognise/lexicon/fields.ts';
import { phraseAt } from '../../../recognise/phrases.ts';
import { normAt, type Unit } from '../../../recognise/unit.ts';
import { add, fieldAt, type Reader, type Rule } from '../selection.ts';

type Op = 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'ne';

const COMPARATORS: ReadonlyArray<[op: Op, words: string]> = [
  [
    'gt',
    `over|above|more than|greater than|bigger than|larger than|higher than|exceeding|exceeds|beyond|
      north of|upwards of|better than|>|in excess of`,
  ],
  ['gte', `at least|no less than|not less than|minimum|a minimum of|starting at|from|> =|min`],
  ['lt', `under|below|less than|smaller than|lower than|fewer than|cheaper than|south of|<`],
  ['lte', 'at most|up to|no more than|not more than|maximum|a maximum of|< =|max'],
  ['eq', 'exactly|equal to|equals|=|of exactly'],
  ['ne', 'not equal to|other than|! ='],
];

export function comparatorAt(units: readonly Unit[], at: number): { op: Op; length: number } | undefined {
  let best: { op: Op; length: number } | undefined;
  for (const [op, words] of COMPARATORS) {
    const length = phraseAt(units, at, words);
    if (length > (best?.length ?? 0)) best = { op, length };
  }
  return best;
}

const isNumber = (unit: Unit | undefined) =>
  unit?.value !== undefined && /^(number|money|percent)$/.test(unit.kind);

function measureFor(reader: Reader, unit: Unit): string | undefined {
  const { measures } = kindOf(reader.selection.entity);
  if (unit.kind === 'percent') return measures.percent;
  return unit.kind === 'money'
    ? unit.currency
      ? measures.money
      : (measures.money ?? measures.number)
    : measures.number;
}

function numericField(reader: Reader, at: number): { field: FieldInfo; length: number } | undefined {
  let i = at;
  while (/^(in|of|points|a|an|the)$/.test(normAt(reader.clause.units, i)) && i - at < 2) i++;
  const found = fieldAt(reader, i);
  return found?.field.kind === 'number' ? { field: found.field, length: i + found.length - at } : undefined;
}

interface Measured {
  conditions: Array<{ op: Op; value: number }>;
  unit: Unit;
  length: number;
}

/** "over 200", "between 10k and 20k", "at least 50%", "20k or more", "200+". */
function measuredAt(units: readonly Unit[], at: number): Measured | undefined {
  const low = units[at + 1];
  const high = units[at + 3];
  if (
    /^(between|from)$/.test(normAt(units, at)) &&
    isNumber(low) &&
    /^(and|to|-|–)$/.test(normAt(units, at + 2)) &&
    isNumber(high) &&
    low &&
    high
  ) {
    const scale =
      low.kind === 'number' &&
      high.kind === 'money' &&
      (low.value ?? 0) < 1000 &&
      (high.value ?? 0) >= 1000 &&
      !high.currency
        ? 1000
        : 1;
    return {
      conditions: [
        { op: 'gte', value: (low.value ?? 0) * scale },
        { op: 'lte', value: high.value ?? 0 },
      ],
      unit: high,
      length: 4,
    };
  }
  const comparator = comparatorAt(units, at);
  const value = units[at + (comparator?.length ?? 0)];
  if (comparator && isNumber(value) && value)
    return {
      conditions: [{ op: comparator.op, value: value.value ?? 0 }],
      unit: value,
      // "from 50k up"
      length:
        comparator.length +
        1 +
        (comparator.op === 'gte'
          ? phraseAt(units, at + comparator.length + 1, 'up|upwards|on|and up|or more')
          : 0),
    };
  if (!isNumber(units[at]) || !units[at]) return undefined;
  const after = phraseAt(
    units,
    at + 1,
    `or more|and up|or above|or higher|and above|+|plus|or over|and over|and more`,
  );
  if (after > 0)
    return { conditions: [{ op: 'gte', value: units[at].value ?? 0 }], unit: units[at], length: 1 + after };
  const less = phraseAt(units, at + 1, 'or less|or below|or lower|and below|or under|and under|or fewer');
  if (less > 0)
    return { conditions: [{ op: 'lte', value: units[at].value ?? 0 }], unit: units[at], length: 1 + less };
  return undefined;
}

/** Comparisons with a number, with the field before it, after it, or left to the form of the number. */
export const compare: Rule = (reader, at) => {
  const { units } = reader.clause;
  let i = at;
  while (
    i < reader.to &&
    /^(with|whose|that|which|who|have|has|having|are|is|worth|valued|a|an|the|of|where|priced|costing|employing|employ|scored|scoring|at|make|making|by)$/.test(
      normAt(units, i),
    ) &&
    i - at < 4 &&
    !measuredAt(units, i)
  )
    i++;
  const named = numericField(reader, i);
  let next = i + (named?.length ?? 0);
  if (named)
    while (
      /^(is|are|of|was|:|that|a|an)$/.test(normAt(units, next)) &&
      next < reader.to &&
      !measuredAt(units, next)
    )
      next++;
  const measured =
    measuredAt(units, next) ??
    (named && isNumber(units[next]) ? plain(units[next]) : undefined) ??
    worth(reader, at, i);
  if (!measured || next + measured.length > reader.to) return 0;
  const end = next + measured.length;
  const later = named ? undefined : numericField(reader, end);
  const fieldName = named?.field.name ?? later?.field.name ?? measureFor(reader, measured.unit);
  if (!fieldName) return 0;
  add(reader, ...measured.conditions.map(({ op, value }): Condition => ({ field: fieldName, op, value })));
  return end + (later?.length ?? 0) - at;
};

function plain(unit: Unit | undefined): Measured | undefined {
  return unit ? { conditions: [{ op: 'eq', value: unit.value ?? 0 }], unit, length: 1 } : undefined;
}

/** "worth 20k": the amount itself. */
function worth(reader: Reader, from: number, at: number): Measured | undefined {
  const said = reader.clause.units.slice(from, at).some((unit) => /^(worth|valued|priced)$/.test(unit.norm));
  return said && isNumber(reader.clause.units[at]) ? plain(reader.clause.units[at]) : undefined;
}
