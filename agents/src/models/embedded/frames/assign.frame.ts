import { phraseAt } from '../grammar/unit.ts';
import { entityNames, entityTools } from '../lexicon/entities.ts';
import { userValue } from '../names/name-value.ts';
import { chooseRecords } from './choose.ts';
import { afterVerb, type Draft, type Frame } from './frame.ts';

/** "reassign all of Akira's open deals over 20k to Carlos", "give the Contoso deal to me", "assign it to Mia". */
export const assign: Frame = (request) => {
  const from = afterVerb(request, 'assign', 'update');
  if (from === undefined) return undefined;
  const { clause, to } = request;
  let at = to - 1;
  for (; at > from; at--) {
    const length = phraseAt(clause.units, at, ['to', 'over to', 'from me to']);
    if (length === 0) continue;
    const user = userValue(clause.units[at + length]);
    if (!user || at + length + 1 < to - trailing(at + length + 1)) continue;
    const drafts = entityNames.flatMap((entity): Draft[] => {
      const chosen = chooseRecords(request, entity, from, at);
      if (!chosen) return [];
      const tools = entityTools[entity];
      return [
        {
          tool: tools.update,
          args: { ...chosen.args, set: { [tools.owner]: user } },
          confidence: chosen.unread.length > 0 ? Math.min(0.4, chosen.confidence) : chosen.confidence,
          needsPrevious: chosen.needsPrevious,
          unread: chosen.unread,
        },
      ];
    });
    const best = drafts.sort((a, b) => b.confidence - a.confidence)[0];
    if (best) return [best];
  }
  return undefined;

  function trailing(start: number): number {
    let count = 0;
    for (let i = start; i < to; i++)
      if (/^([\p{P}]|please|instead|now)$/u.test(clause.units[i]?.norm ?? '')) count++;
    return count;
  }
};
