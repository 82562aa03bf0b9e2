import { skipCourtesy } from '../read/grammar/asides.ts';
import { actsAt, isQuestionAt } from '../read/grammar/clause-head.ts';
import { scoreAs } from '../recognise/names/name-value.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt, textOf } from '../recognise/unit.ts';

const REMEMBER = `remember that|remember this|remember it|please remember that|please remember this|keep that in mind|keep this in mind|
  keep it in mind|bear that in mind|do not forget that|do not forget this|make a note of that|please remember|just remember that`;
const REMIND = 'remind me|please remind me|so remind me|and remind me|can you remind me|could you remind me';

/**
 * A statement with the order behind it: "she prefers mornings, remember that", "Jane is away until the 15th, remind me
 * on the 16th"; "no, show me the open deals" is the order alone.
 *
 * @returns the message with the order in front; undefined when there is none
 */
export function withOrderInFront(clause: Clause): string | undefined {
  const { units } = clause;
  const refused = /^(no|nope|nah)$/.test(normAt(units, 0)) && /^[,.;!–—-]$/.test(normAt(units, 1)) ? 2 : 0;
  const start = skipCourtesy(clause, refused, units.length);
  if (refused > 0 && actsAt(clause, start).size > 0) return textOf(clause, start, units.length);
  // an order or a question in front is one of its own
  if (isQuestionAt(clause, start) || actsAt(clause, start).size > 0) return undefined;
  for (let at = start + 3; at < units.length; at++) {
    if (!/^[,.;–—-]$/.test(normAt(units, at - 1))) continue;
    const said = textOf(clause, start, at - 1);
    const remember = phraseAt(units, at, REMEMBER);
    if (remember > 0 && isEnd(clause, at + remember)) return `remember that ${said}`;
    const remind = phraseAt(units, at, REMIND);
    if (remind > 0) return reminder(clause, start, at, at + remind, said);
  }
  return undefined;
}

function isEnd({ units }: Clause, from: number): boolean {
  return units.slice(from).every(({ norm }) => /^([\p{P}]|please|thanks|ok)$/u.test(norm));
}

/** With what to do behind it the statement is only the reason; without, it is what the reminder is about. */
function reminder(
  clause: Clause,
  start: number,
  statementEnd: number,
  from: number,
  said: string,
): string | undefined {
  const { units } = clause;
  const lead = phraseAt(units, from, 'on|at|by|in');
  const hasTime = units[from + lead]?.time !== undefined;
  const behind = from + lead + 1;
  if (hasTime && isEnd(clause, behind)) return `remind me ${textOf(clause, from, behind)}: ${said}`;
  const person = units.slice(start, statementEnd).find((unit) => scoreAs(unit, 'contact') > 0);
  const pronoun = units.findIndex(({ norm }, at) => at >= from && /^(him|her|them)$/.test(norm));
  if (!person || pronoun < 0) return undefined;
  const before = textOf(clause, from, pronoun);
  return `remind me ${before} ${person.text} ${textOf(clause, pronoun + 1, units.length)}`.trim();
}
