import { kindOf } from './lexicon/entities.ts';
import { type Clause, sensesAt } from './unit.ts';

/** Behind these stands a text of the user's own, with whatever figures it has. */
const OWN_TEXT = /^(log|note|record|jot|write|remember|memorise|memorize)$/;

/**
 * What was said can be no day or no amount: nothing may be written with it.
 *
 * @returns the sentence that says so; undefined when all is possible
 */
export function impossibleIn(clause: Pick<Clause, 'units' | 'vocabulary'>): string | undefined {
  const { units } = clause;
  const isOwnText = units.some(({ norm, kind }) => kind === 'word' && OWN_TEXT.test(norm));
  if (isOwnText) return undefined;
  const isOfDeal = units.some((_, at) =>
    sensesAt(clause, at, 'entity').some(({ sense }) => kindOf(sense.entity).measures.money !== undefined),
  );
  for (const { impossible, kind, value = 0, text } of units) {
    if (impossible) return `${impossible}. I did nothing; which day or time do you mean?`;
    if (value < 0 && (kind === 'money' || (kind === 'number' && isOfDeal)))
      return `An amount cannot be negative, so I did nothing with “${text}”. Which amount do you mean?`;
  }
  return undefined;
}
