import { kindOf } from './lexicon/entities.ts';
import { type Clause, sensesAt, type Unit } from './unit.ts';

/** "ticket 3", "ticket #3", "proposal number 12": records that have numbers are called by them, without the letter too. */
export function withNumbered(clause: Pick<Clause, 'units' | 'vocabulary'>): Unit[] {
  const { units } = clause;
  const left: Unit[] = [];
  for (let at = 0; at < units.length; at++) {
    const unit = units[at] as Unit;
    left.push(unit);
    const noun = sensesAt(clause as Clause, at, 'entity').find(({ sense }) => !sense.isPlural);
    const letter = noun && kindOf(noun.sense.entity).entity.talk?.numbered;
    if (!letter) continue;
    const isMarked = /^(#|number|no|nr)$/.test(units[at + 1]?.norm ?? '');
    const number = units[at + (isMarked ? 2 : 1)];
    if (number?.kind !== 'number' || !/^\d{1,7}$/.test(number.text)) continue;
    const text = `${letter}${number.text}`;
    left.push({ ...number, kind: 'name', text, norm: text.toLowerCase(), matches: [] });
    at += isMarked ? 2 : 1;
  }
  return left;
}
