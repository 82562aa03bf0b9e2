import { type EntityName, kindOf } from '../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import type { Unit } from '../../recognise/unit.ts';

/** Superlatives and what they sort by; `measure` is the entity's main number. */
const SUPERLATIVES: ReadonlyArray<[words: string, sort: string]> = [
  [
    `highest scoring|highest scored|best scored|best scoring|biggest|largest|highest|top|best|greatest|highest value`,
    '-measure',
  ],
  ['most valuable|most expensive|richest', '-money'],
  ['lowest scoring|lowest scored|worst scored|smallest|lowest|cheapest|tiniest', 'measure'],
  ['least valuable', 'money'],
  [
    `newest|latest|most recent|most recently added|most recently created|recent|recently added|
      recently created`,
    '-created',
  ],
  ['oldest|earliest|longest standing', 'created'],
  [`most recently updated|last updated|recently updated|recently changed|last changed`, '-updated'],
  ['most recently contacted|last contacted|recently contacted|most contacted', '-touched'],
  [
    'longest ago|least recently contacted|longest not contacted|least contacted|least often contacted',
    'touched',
  ],
  [
    'soonest|most urgent|next due|closing soonest|closes soonest|closing next|closes next|due soonest',
    'period',
  ],
];

/** Of two, which it is: only what was listed is compared so. */
const COMPARATIVES: ReadonlyArray<[words: string, sort: string]> = [
  ['bigger|larger|higher|greater', '-measure'],
  ['more expensive|more valuable|pricier', '-money'],
  ['smaller|lower|cheaper|lesser', 'measure'],
  ['less expensive|less valuable', 'money'],
  ['newer|more recent|younger|later', '-created'],
  ['older|earlier', 'created'],
  ['more urgent|sooner', 'period'],
];

/** What a superlative sorts by, and how many words it has. */
export interface Superlative {
  sort: string;
  length: number;
}

export const superlativeAt = (units: readonly Unit[], at: number): Superlative | undefined =>
  longestOf(SUPERLATIVES, units, at);

export const comparativeAt = (units: readonly Unit[], at: number): Superlative | undefined =>
  longestOf(COMPARATIVES, units, at);

function longestOf(
  table: ReadonlyArray<[words: string, sort: string]>,
  units: readonly Unit[],
  at: number,
): Superlative | undefined {
  const [found] = table
    .map(([words, sort]) => ({ length: phraseAt(units, at, words), sort }))
    .toSorted((a, b) => b.length - a.length);
  return found && found.length > 0 ? found : undefined;
}

function mainNumber(entity: EntityName): string {
  const { measures, period } = kindOf(entity);
  return measures.money && entity !== 'company' ? measures.money : (measures.number ?? period);
}

/** The field of a kind, with its sign, that a superlative sorts by. */
export function sortField(entity: EntityName, name: string): string {
  const sign = name.startsWith('-') ? '-' : '';
  const tools = kindOf(entity);
  const bare = name.replace('-', '');
  const field =
    bare === 'money'
      ? (tools.measures.money ?? mainNumber(entity))
      : bare === 'measure'
        ? mainNumber(entity)
        : bare === 'touched'
          ? (tools.touched ?? 'updated')
          : bare === 'period'
            ? tools.period
            : bare;
  return sign + field;
}
