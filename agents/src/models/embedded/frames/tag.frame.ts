import { phraseAt } from '../grammar/phrases.ts';
import { rawText } from '../grammar/read-value.ts';
import { targetAt } from '../grammar/target.ts';
import { normAt, sensesAt } from '../grammar/unit.ts';
import { entityNames, entityTools } from '../lexicon/entities.ts';
import { chooseRecords } from './choose.ts';
import { afterVerb, type Draft, type Frame, type Request } from './frame.ts';

/** "tag Jane as VIP", "add the tag key account to all companies in Berlin". */
export const tag: Frame = (request) => {
  const { clause, to } = request;
  if (request.isQuestion) return undefined;
  const verbed = afterVerb(request, 'tag', 'create');
  if (verbed === undefined) return undefined;
  const isTag = /^(tag|label)$/.test(normAt(clause.units, request.start));
  const noun = phraseAt(clause.units, verbed, 'tag|the tag|a tag|tags|the tags|label|the label|a label');
  if (!isTag && noun === 0) return undefined;
  const from = isTag ? verbed : verbed + noun;
  for (let at = to - 1; at > from; at--) {
    const joint = phraseAt(clause.units, at, isTag ? 'as|with|as a|:|with the tag' : 'to|on|for');
    if (joint === 0) continue;
    const text = isTag ? rawText(clause, at + joint, to) : rawText(clause, from, at);
    const tags = text
      .split(/\s*(?:,|\band\b)\s*/)
      .map((one) => one.replace(/^["']|["']$/g, ''))
      .filter(Boolean);
    const [start, end] = isTag ? [from, at] : [at + joint, to];
    const drafts = entityNames
      .filter((entity) => entity !== 'task')
      .flatMap((entity): Draft[] => {
        const chosen = chooseRecords(request, entity, start, end);
        return chosen && tags.length > 0
          ? [
              {
                tool: entityTools[entity].update,
                args: { ...chosen.args, set: { tags } },
                confidence: chosen.unread.length > 0 ? 0.4 : chosen.confidence,
                needsPrevious: chosen.needsPrevious,
                unread: chosen.unread,
              },
            ]
          : [];
      });
    const best = drafts.sort((a, b) => b.confidence - a.confidence)[0];
    if (best) return [best];
  }
  return isTag ? tagWithoutWord(request, from) : undefined;
};

/** "tag her vip". */
function tagWithoutWord(request: Request, from: number): Draft[] | undefined {
  const target = targetAt(request, from, request.to, ['contact', 'company', 'opportunity']);
  const text = target && rawText(request.clause, from + target.length, request.to);
  if (!target || !text) return undefined;
  const { update, key } = entityTools[target.record.entity];
  const needsPrevious = target.record.isFromPrevious;
  return [
    {
      tool: update,
      args: { [key]: target.record.value, set: { tags: [text] } },
      confidence: 0.85,
      needsPrevious,
    },
  ];
}

/** "clear Jane's phone", "remove the owner of the Contoso deal". */
export const clearField: Frame = (request) => {
  const { clause, to } = request;
  const from = afterVerb(request, 'clear');
  if (from === undefined || request.isQuestion) return undefined;
  const drafts = entityNames.flatMap((entity): Draft[] => {
    for (let at = from; at < to; at++) {
      const match = sensesAt(clause, at, 'field').find(
        ({ sense: { field } }) =>
          field.entity === entity && !field.isReadOnly && !field.phrases.some(isNounOf),
      );
      const found = match?.sense.field;
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
          tool: entityTools[entity].update,
          args: { ...chosen.args, set },
          confidence: chosen.confidence,
          needsPrevious: chosen.needsPrevious,
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
