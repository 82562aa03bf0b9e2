import { entityNames, kindOf } from '../../recognise/lexicon/entities.ts';
import { isPluralPronoun } from './choose.ts';
import { chooseAny } from './choose-task.ts';
import { afterVerb, bestOf, type Draft, type Frame } from './frame.ts';

/** Deletes what is clearly named; a word that could not be read makes the request unclear, never wider. */
export const remove: Frame = async (request) => {
  const from = afterVerb(request, 'delete');
  if (from === undefined || request.isQuestion || from >= request.to) return undefined;
  if (isPluralPronoun(request, from) && !request.context.lastList) return undefined;
  const drafts = entityNames
    .filter((name) => kindOf(name).remove !== '')
    .map(async (entity): Promise<Draft | undefined> => {
      const chosen = await chooseAny(request, entity, from, request.to);
      if (!chosen) return undefined;
      const confidence = chosen.unread.length > 0 ? Math.min(chosen.confidence, 0.3) : chosen.confidence;
      const { args, needsPrevious, unread, title } = chosen;
      return {
        tool: kindOf(entity).remove,
        args,
        confidence,
        needsPrevious,
        unread,
        ...(title && { read: [title] }),
      };
    });
  return bestOf(await Promise.all(drafts));
};
