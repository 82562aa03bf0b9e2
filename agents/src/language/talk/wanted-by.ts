import { skipCourtesy } from '../read/grammar/asides.ts';
import { scoreAs } from '../recognise/names/name-value.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt, textOf } from '../recognise/unit.ts';

const WANTS = 'needs|need|wants|would like|asked for|is asking for|should get|should have|has to have';
const GIVES = 'forward|send|pass|fwd|share|email|mail';
const THESE = 'them|it|these|those|that|this';
const REST =
  'to him|to her|to them|on to him|on to her|on to them|over to him|over to her|on|over|for me|please';

/**
 * "Carlos needs the emails from Nia about 'Budget'. Can you forward them?": whom something is for, and what, were told before.
 *
 * @returns the order with both; undefined where it is no such message
 */
export function withWantedBy(clause: Clause): string | undefined {
  const { units } = clause;
  const [who] = units;
  const isSomebody = who && (scoreAs(who, 'contact') > 0 || scoreAs(who, 'user') > 0);
  const wants = isSomebody ? phraseAt(units, 1, WANTS) : 0;
  const end = units.findIndex(({ norm }) => /^[.!?;\n]$/.test(norm));
  if (!who || wants === 0 || end <= wants + 1) return undefined;
  const order = skipCourtesy(clause, end + 1, units.length);
  const gives = phraseAt(units, order, GIVES);
  const these = gives > 0 ? phraseAt(units, order + gives, THESE) : 0;
  if (these === 0) return undefined;
  const rest = order + gives + these;
  const last = rest + phraseAt(units, rest, REST);
  const isOver = units.slice(last).every(({ norm }) => /^([\p{P}]|please|thanks)$/u.test(norm));
  if (!isOver) return undefined;
  const verb = textOf(clause, order, order + gives);
  return `${verb} ${textOf(clause, 1 + wants, end)} to ${normAt(units, 0) === 'i' ? 'me' : who.text}`;
}
