import { phraseAt } from '../../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../../recognise/unit.ts';
import { add, fieldAt, type Reader, type Rule } from '../selection.ts';

/** "qualified leads", "urgent tasks", "open or won deals", "A-grade": a value that only one field has. */
export const option: Rule = (reader, at) => {
  const { clause, selection } = reader;
  const at0 =
    at +
    phraseAt(
      clause.units,
      at,
      `that are|which are|who are|are|marked as|marked|with status|in status|is|status|of type|with|graded|
    being|with priority|that is|still`,
    );
  const found = sensesAt(clause, at0, 'option').filter(
    (match) => match.sense.field.entity === selection.entity,
  );
  const best = found.find((match) => !isWeakOption(reader, at0, match.sense.value, match.length));
  // "with consent" is a value as it stands
  const whole = best ? undefined : wholeOption(reader, at);
  if (whole) {
    add(reader, { field: whole.sense.field.name, op: 'eq', value: whole.sense.value });
    return whole.length;
  }
  if (!best) return 0;
  // "at customers" is about companies, whatever status people may have
  const isOther = sensesAt(clause, at0, 'entity').some(
    ({ sense }) => sense.isPlural && sense.entity !== selection.entity,
  );
  if (isOther && /^(at|of|from|for|with)$/.test(normAt(clause.units, at0 - 1))) return 0;
  const more = moreOptions(reader, at0 + best.length, best.sense.field.name);
  const values = [best.sense.value, ...more.values];
  let i = at0 + best.length + more.length;
  if (/^(graded|rated)$/.test(normAt(clause.units, i))) i++;
  const label = fieldAt(reader, i);
  if (label && label.field.name === best.sense.field.name) i += label.length;
  const field = best.sense.field.name;
  add(
    reader,
    values.length === 1
      ? { field, op: best.sense.field.kind === 'array' ? 'contains' : 'eq', value: values[0] }
      : { field, op: 'in', value: values },
  );
  return i - at;
};

const wholeOption = ({ clause, selection }: Reader, at: number) =>
  sensesAt(clause, at, 'option').find(
    ({ sense, length }) => length > 1 && sense.field.entity === selection.entity,
  );

/** ", B or C": further values of the same field. */
export function moreOptions(
  reader: Reader,
  from: number,
  field: string,
): { values: string[]; length: number } {
  const values: string[] = [];
  let i = from;
  for (;;) {
    const joint = phraseAt(reader.clause.units, i, 'or|,|and|, or');
    const next = joint
      ? sensesAt(reader.clause, i + joint, 'option').find(
          ({ sense }) => sense.field.name === field && sense.field.entity === reader.selection.entity,
        )
      : undefined;
    if (!next) return { values, length: i - from };
    values.push(next.sense.value);
    i += joint + next.length;
  }
}

const GRADED = /^(grade|grades|graded|lead|leads|rated|players|list)$/;

/** "A and B leads": each of the letters is one. */
const isGradeBehind = ({ clause: { units } }: Reader, at: number): boolean =>
  /^(and|or|,|&)$/.test(normAt(units, at)) &&
  /^[A-F]$/.test(units[at + 1]?.text ?? '') &&
  (GRADED.test(normAt(units, at + 2)) || isGradeBehind({ clause: { units } } as Reader, at + 2));

/** Values that are also other words: one-letter grades need "grade", "new" before a time means created. */
function isWeakOption(reader: Reader, at: number, value: string, length: number): boolean {
  const { units } = reader.clause;
  const next = normAt(units, at + length);
  const before = normAt(units, at - 1);
  // "with a lead grade" has an article, "A grade leads" a grade
  const isArticle = units[at]?.text === 'a' && /^(with|have|has|having|without|of|is)$/.test(before);
  if (value.length === 1)
    return (
      isArticle ||
      !(GRADED.test(next) || isGradeBehind(reader, at + length) || /^(grade|graded|rated)$/.test(before))
    );
  // "new contacts by week" are those that were added
  if (
    value === 'new' &&
    reader.clause.units.some((unit) => /^(day|week|month|quarter|year)$/.test(unit.norm))
  )
    return true;
  if (value === 'new')
    return reader.clause.units.slice(reader.from, reader.to).some((unit) => unit.time !== undefined);
  if (value === 'lead' || value === 'opportunity') return !/^(stage|lifecycle|in)$/.test(before);
  if (value === 'call' || value === 'email' || value === 'meeting') return reader.selection.entity !== 'task';
  return false;
}
