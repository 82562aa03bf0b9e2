import { nameValue, scoreAs } from '../../recognise/names/name-value.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, textOf } from '../../recognise/unit.ts';
import { rawText } from '../grammar/read-value.ts';
import { targetAt } from '../grammar/target.ts';
import type { Frame } from './frame.ts';

const MOVED = `is at|is now at|works at|works for|now works at|now works for|moved to|joined|has joined|switched to|has moved to|
  is working at|is working for|started at|went to|changed to|is with|is now with`;
/** Where somebody was before; there is no field for it. */
const LEFT =
  'left|has left|quit|is leaving|no longer works for|no longer works at|is no longer at|is no longer with';
const PROMOTED = `got promoted to|was promoted to|has been promoted to|is now the|is now a|became|became the|has become|is now our|
  is now|is promoted to|has been made|was made|is the new|is their new|took over as`;

/** "Priya left Globex, she's at Contoso now", "Bob got promoted to Managing Director": news of a person's job. */
export const changeJob: Frame = (request) => {
  const { clause, start, to } = request;
  if (request.isQuestion || request.acts.size > 0) return undefined;
  const person = targetAt(request, start, to, ['contact']);
  if (!person || person.isPossessive) return undefined;
  const set: Record<string, unknown> = {};
  const read: string[] = [];
  for (let at = start + person.length; at < to; at++) {
    const left = phraseAt(clause.units, at, LEFT);
    const former = clause.units[at + left];
    if (left > 0 && former?.kind === 'name') {
      read.push(textOf(clause, at, at + left + 1));
      at += left;
      continue;
    }
    const moved = phraseAt(clause.units, at, MOVED);
    const unit = clause.units[at + moved];
    // a name that nobody knows is where somebody moved to, but whom somebody works for
    const isPlace = /^(moved|went|to)$/.test(normAt(clause.units, at + moved - 2));
    const isCompany =
      unit?.kind === 'name' && (scoreAs(unit, 'company') > 0 || (unit.matches?.length === 0 && !isPlace));
    if (moved > 0 && unit && isCompany) {
      set.company = nameValue(unit, ['company'], request.context);
      at += moved;
      continue;
    }
    const promoted = phraseAt(clause.units, at, PROMOTED);
    if (promoted === 0) continue;
    let end = at + promoted;
    while (end < to && !/^(at|of|,|and|now|\.|since|in)$/.test(normAt(clause.units, end))) end++;
    if (normAt(clause.units, end) === 'of' && clause.units[end + 1]?.kind !== 'name') end += 2;
    const title = rawText(clause, at + promoted, Math.min(end, to));
    if (title && title.length <= 60) set.jobTitle = title;
    at = end - 1;
    const employer = clause.units[end + 1];
    if (/^(at|of)$/.test(normAt(clause.units, end)) && employer?.kind === 'name')
      set.company = nameValue(employer, ['company'], request.context);
  }
  if (Object.keys(set).length === 0) return undefined;
  const { value, title, isFromPrevious } = person.record;
  return [
    {
      tool: 'update_contacts',
      args: { contact: value, set },
      confidence: 0.8,
      needsPrevious: isFromPrevious,
      introduces: [{ entity: 'contact', name: title }],
      read,
    },
  ];
};
