import { changeable, kindOf } from '../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import { chooseRecords } from './choose.ts';
import { afterVerb, type Draft, type Frame } from './frame.ts';

/** "clear Jane's phone", "remove the owner of the Contoso deal". */
export const clearField: Frame = (request) => {
  const { clause, to } = request;
  const from = afterVerb(request, 'clear');
  if (from === undefined || request.isQuestion) return undefined;
  const drafts = changeable().flatMap((entity): Draft[] => {
    for (let at = from; at < to; at++) {
      const match = sensesAt(clause, at, 'field').find(
        ({ sense: { field } }) =>
          field.entity === entity && !field.isReadOnly && !field.phrases.some(isNounOf),
      );
      const found = match?.sense.field;
      // one note is an entry of the timeline
      if (found?.name === 'notes' && normAt(clause.units, at) === 'note') continue;
      if (!match || !found || /^(without|with|no)$/.test(normAt(clause.units, at - 1))) continue;
      const { length } = match;
      const link = phraseAt(clause.units, at + length, 'of|from|for|on|off');
      const chosen =
        link > 0
          ? chooseRecords(request, entity, at + length + link, to)
          : at + length >= to - trailing()
            ? chooseRecords(request, entity, from, at)
            : undefined;
      if (!chosen || chosen.unread.length > 0) continue;
      const set = found.customKey ? { customFields: { [found.customKey]: null } } : { [found.name]: null };
      return [
        {
          tool: kindOf(entity).update,
          args: { ...chosen.args, set },
          confidence: chosen.confidence,
          needsPrevious: chosen.needsPrevious,
          ...(chosen.title && { read: [chosen.title], introduces: [{ entity, name: chosen.title }] }),
        },
      ];
    }
    return [];
  });
  const best = drafts.sort((a, b) => b.confidence - a.confidence)[0];
  return best && best.confidence > 0.6 ? [best] : undefined;

  function trailing(): number {
    return /^[.!?]$/.test(normAt(clause.units, to - 1)) ? 1 : 0;
  }
};

/** "contact", "company" and "deal" after "delete" are records, not fields. */
const isNounOf = (phrase: string[]) =>
  phrase.length === 1 &&
  /^(contacts?|company|companies|deals?|person|customers?|clients?|accounts?|names?|titles?|organi[sz]ations?|pipelines?)$/.test(
    phrase[0] ?? '',
  );
