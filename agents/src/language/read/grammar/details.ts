import type { EntityName } from '../../recognise/lexicon/entities.ts';
import { fillers, functionWords } from '../../recognise/lexicon/words.ts';
import { normAt, textOf } from '../../recognise/unit.ts';
import { BREAK, blank, type Details, isStep, type Pass, pieceEnd, stepInside } from './detail.ts';
import { readName } from './detail-name.ts';
import { readPiece } from './detail-piece.ts';
import { STEPS } from './detail-steps.ts';
import { rawText, type ValueContext } from './read-value.ts';

/** Words that hold details together and are none. */
const JOINTS =
  /^(and|with|who|is|are|that|has|have|got|as|her|his|to|on|it|he|she|they|works|work|just|we|met|i|him|them|into|so|\?|!)$/;

/** Reads what follows "add" or "create": a name, then its details as a list, labels or lines. */
export function readDetails(reader: ValueContext, entity: EntityName, from: number, to: number): Details {
  const details = blank();
  const pass: Pass = { reader, entity, to, details, steps: STEPS };
  let at = readName(pass, from);
  while (at < to) {
    const norm = normAt(reader.clause.units, at);
    const remark = remarkAt(pass, at);
    if (remark > 0) {
      at += remark;
      continue;
    }
    const length = stepAt(pass, at);
    if (length > 0) {
      at += length;
      continue;
    }
    // "IT" is a department
    const isInitials = /^[A-Z]{2,}$/.test(reader.clause.units[at]?.text ?? '');
    if (BREAK.test(norm) || (!isInitials && (fillers.has(norm) || JOINTS.test(norm)))) {
      at++;
      continue;
    }
    at = readPiece(pass, at);
  }
  return details;
}

/** "..., she wants a demo": a sentence about the new record that no field takes is kept as a note. */
function remarkAt(pass: Pass, at: number): number {
  const { reader, details } = pass;
  const { units } = reader.clause;
  const isFirst = BREAK.test(normAt(units, at - 1)) || normAt(units, at - 1) === 'and';
  if (!isFirst || !/^(he|she|they|it|we|i)$/.test(normAt(units, at))) return 0;
  const end = pieceEnd(pass, at);
  if (end - at < 3 || isStep(pass, at) || stepInside(pass, at, end) < end) return 0;
  if (isValueTold(pass, at, end)) return end - at;
  const text = rawText(reader.clause, at, end);
  const note = text.charAt(0).toUpperCase() + text.slice(1);
  details.set.notes = details.set.notes === undefined ? note : `${details.set.notes}. ${note}`;
  return end - at;
}

/** "they're in food": a value that such records have, among words that say no more. */
function isValueTold({ reader, entity, details }: Pass, from: number, to: number): boolean {
  const units = reader.clause.units.slice(from, to);
  const place = units.findIndex(({ values = [] }) => values.some((one) => one.entity === entity));
  const [value, ...others] = (units[place]?.values ?? []).filter((one) => one.entity === entity);
  if (!value || others.length > 0 || value.isListed || details.set[value.field] !== undefined) return false;
  const around = [...units.slice(0, place), ...units.slice(place + value.length)];
  if (!around.every(({ norm }) => functionWords.has(norm) || JOINTS.test(norm))) return false;
  details.set[value.field] = value.value;
  details.read.push(textOf(reader.clause, from, to));
  return true;
}

/** Takes the first step that applies; 0 when none does. A second value of a field takes no place: it is left over. */
function stepAt(pass: Pass, at: number): number {
  const { details } = pass;
  const before = { ...details.set };
  const length = STEPS.reduce((found, step) => found || step(pass, at), 0);
  if (length === 0) return 0;
  const isSecond = Object.entries(before).some(
    ([name, value]) => SINGLE.test(typeof value) && details.set[name] !== value,
  );
  const text = textOf(pass.reader.clause, at, at + length);
  (isSecond ? details.unread : details.read).push(text);
  return length;
}

const SINGLE = /^(string|number|boolean)$/;
