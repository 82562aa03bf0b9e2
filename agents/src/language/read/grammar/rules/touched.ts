import { kindOf } from '../../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../../recognise/phrases.ts';
import { iso, pastOf } from '../../../recognise/times/time-value.ts';
import { normAt } from '../../../recognise/unit.ts';
import { dateRangeAt } from '../date-condition.ts';
import { add, type Rule } from '../selection.ts';
import { untouched } from './silence.ts';
import { TOUCH, TOUCH_LEAD } from './touch-words.ts';

const LAST = `last contacted|last contact|last contact was|last talked to|last spoke to|last activity|
  last touched|last activity was|whose last contact was|last contact is`;

/** "last contacted more than 30 days ago", "contacted this week", "that we talked to yesterday". */
export const touched: Rule = (reader, at) => {
  const { units } = reader.clause;
  const field = kindOf(reader.selection.entity).touched;
  if (!field) return 0;
  let i = at;
  const last = phraseAt(units, i, LAST);
  if (last > 0) {
    i += last;
    const more = phraseAt(units, i, 'more than|over|at least|longer than|older than');
    const less = phraseAt(units, i, 'less than|under|within|fewer than');
    const time = units[i + (more || less)]?.time;
    if ((more || less) && time) {
      const relative =
        time.kind === 'length'
          ? `now-${time.amount}${time.unit}`
          : (time.relative?.from ?? iso(pastOf(time).from));
      const ago = normAt(units, i + (more || less) + 1) === 'ago' ? 1 : 0;
      if (more) untouched(reader, relative);
      else add(reader, { field, op: 'gte', value: relative });
      return i + (more || less) + 1 + ago - at;
    }
  } else {
    while (i < reader.to && i - at < 5 && TOUCH_LEAD.has(normAt(units, i))) i++;
    const touch = phraseAt(units, i, TOUCH);
    // "have to call today" is still to be done
    if (touch === 0 || /^(to|should|must|shall)$/.test(normAt(units, i - 1))) return 0;
    i += touch;
    while (
      i < reader.to &&
      /^(them|him|her|it|to|with|from|by|me|us)$/.test(normAt(units, i)) &&
      !units[i]?.time
    )
      i++;
  }
  const range = dateRangeAt(units, i, field);
  if (!range) {
    if (last > 0 || phraseAt(units, i, 'last|recently|lately|most recently') === 0) return 0;
    reader.selection.sort ??= `-${field}`;
    return i + phraseAt(units, i, 'last|recently|lately|most recently') - at;
  }
  add(reader, ...range.conditions);
  return i + range.length - at;
};
