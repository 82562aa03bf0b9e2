import { entityNames, entityTools } from '../lexicon/entities.ts';
import { chooseRecords } from './choose.ts';
import { afterVerb, type Draft, type Frame } from './frame.ts';

/** Deletes what is clearly named; a word that could not be read makes the request unclear, never wider. */
export const remove: Frame = (request) => {
  const from = afterVerb(request, 'delete');
  if (from === undefined || request.isQuestion || from >= request.to) return undefined;
  const drafts = entityNames.flatMap((entity): Draft[] => {
    const chosen = chooseRecords(request, entity, from, request.to);
    if (!chosen) return [];
    const confidence = chosen.unread.length > 0 ? Math.min(chosen.confidence, 0.3) : chosen.confidence;
    return [
      {
        tool: entityTools[entity].remove,
        args: chosen.args,
        confidence,
        needsPrevious: chosen.needsPrevious,
        unread: chosen.unread,
      },
    ];
  });
  const best = drafts.sort((a, b) => b.confidence - a.confidence)[0];
  return best && [best];
};
