import { skipCourtesy } from '../read/grammar/asides.ts';
import { scoreAs } from '../recognise/names/name-value.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt, textOf } from '../recognise/unit.ts';

/** What people do with whom they have a meeting. */
const MEETS =
  'catch up with|met|met with|meet|meet with|spoken to|spoken with|spoken|spoke to|spoke with|speak to|speak with|talked to|talked with|talk to|talk with|seen|see|sync with|touch base with|heard from';
const BOOKS = 'schedule|book|set up|arrange|plan|create|put|add|make|organise|organize';
const MEETING = /^(meeting|meetings|event|call|appointment|session|lunch|coffee|slot)$/;

/**
 * "I haven't met Nadia in a while. Can you schedule an hour called Catch-up on Friday at 10?": whom a meeting is with that
 * names nobody was told just before.
 *
 * @returns the order with whom it is with; undefined where it is no such message
 */
export function withPersonTold(clause: Clause): string | undefined {
  const { units } = clause;
  const end = units.findIndex(({ norm }) => /^[.!?\n]$/.test(norm));
  if (end < 2 || end >= units.length - 2) return undefined;
  const told = units.slice(0, end);
  const people = told.filter((unit) => scoreAs(unit, 'contact') > 0 || scoreAs(unit, 'user') > 0);
  const [person, ...others] = people;
  if (!person || others.length > 0) return undefined;
  const at = told.indexOf(person);
  const isMet = told.some((_, from) => {
    const length = phraseAt(units, from, MEETS);
    return length > 0 && from + length === at;
  });
  const start = skipCourtesy(clause, end + 1, units.length);
  const order = units.slice(start);
  const isBooked = phraseAt(units, start, BOOKS) > 0 && order.some(({ norm }) => MEETING.test(norm));
  const isOne = !order.slice(0, -1).some(({ norm }) => /^[.!?\n]$/.test(norm));
  if (!isMet || !isBooked || !isOne || order.some(({ norm }) => norm === 'with')) return undefined;
  const last = /^[.!?]$/.test(normAt(units, units.length - 1)) ? units.length - 1 : units.length;
  return `${textOf(clause, start, last)} with ${person.text}`;
}
