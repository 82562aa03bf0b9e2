import { phraseAt } from '../grammar/phrases.ts';
import { entityNames, entityTools } from '../lexicon/entities.ts';
import { userValue } from '../names/name-value.ts';
import { chooseAny } from './choose-task.ts';
import { afterVerb, bestOf, type Draft, type Frame } from './frame.ts';

/** "reassign all of Akira's open deals over 20k to Carlos", "give the Contoso deal to me", "assign it to Mia". */
export const assign: Frame = async (request) => {
  const from = afterVerb(request, 'assign', 'update');
  if (from === undefined) return undefined;
  const { clause, to } = request;
  for (let at = to - 1; at > from; at--) {
    const length = phraseAt(clause.units, at, 'to|over to|from me to');
    if (length === 0) continue;
    const user = userValue(clause.units[at + length]);
    if (!user || at + length + 1 < to - trailing(at + length + 1)) continue;
    const drafts = entityNames.map(async (entity): Promise<Draft | undefined> => {
      const chosen = await chooseAny(request, entity, from, at);
      if (!chosen) return undefined;
      const tools = entityTools[entity];
      return {
        tool: tools.update,
        args: { ...chosen.args, set: { [tools.owner]: user } },
        confidence: chosen.unread.length > 0 ? Math.min(0.4, chosen.confidence) : chosen.confidence,
        needsPrevious: chosen.needsPrevious,
        unread: chosen.unread,
      };
    });
    const best = bestOf(await Promise.all(drafts));
    if (best) return best;
  }
  return undefined;

  function trailing(start: number): number {
    let count = 0;
    for (let i = start; i < to; i++)
      if (/^([\p{P}]|please|instead|now)$/u.test(clause.units[i]?.norm ?? '')) count++;
    return count;
  }
};
