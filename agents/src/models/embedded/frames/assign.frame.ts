import { phraseAt } from '../grammar/phrases.ts';
import { entityNames, entityTools } from '../lexicon/entities.ts';
import { userValue } from '../names/name-value.ts';
import { chooseAny } from './choose-task.ts';
import { afterVerb, bestOf, type Draft, type Frame, type Request } from './frame.ts';

/** "reassign all of Akira's open deals over 20k to Carlos", "give the Contoso deal to me", "assign it to Mia". */
export const assign: Frame = async (request) => {
  const from = afterVerb(request, 'assign', 'update');
  if (from === undefined) return undefined;
  const { clause, to } = request;
  const made = await madeOwner(request, from);
  if (made) return made;
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
        ...(chosen.title && { read: [chosen.title] }),
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

/** "make Mia the owner of Globex". */
async function madeOwner(request: Request, from: number): Promise<Draft[] | undefined> {
  const { clause, to } = request;
  const user = userValue(clause.units[from]);
  const role = phraseAt(
    clause.units,
    from + 1,
    'the owner of|owner of|as owner of|the rep for|as the owner of|the assignee of|responsible for|the account manager of|in charge of|the rep of|as owner for|owner for',
  );
  if (!user || role === 0) return undefined;
  const drafts = entityNames.map(async (entity): Promise<Draft | undefined> => {
    const chosen = await chooseAny(request, entity, from + 1 + role, to);
    if (!chosen || chosen.unread.length > 0) return undefined;
    const { update, owner } = entityTools[entity];
    const { args, confidence, needsPrevious } = chosen;
    return { tool: update, args: { ...args, set: { [owner]: user } }, confidence, needsPrevious };
  });
  return bestOf(await Promise.all(drafts));
}
