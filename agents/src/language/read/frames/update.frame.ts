import { changeable, type EntityName } from '../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt } from '../../recognise/unit.ts';
import { assignmentsAt, settableAt } from '../grammar/assignments.ts';
import { wordsOf } from './choose.ts';
import { chooseAny } from './choose-task.ts';
import { afterVerb, bestOf, type Draft, type Frame, type Request } from './frame.ts';
import { byCount, byMeasure, byOption, closesOn, parentOf, rename } from './update-forms.ts';
import { assignmentsFrom, connectors, draftOf, firstField } from './update-value.ts';

async function inOrder(request: Request, entity: EntityName, from: number): Promise<Draft | undefined> {
  const { clause, to } = request;
  const fieldAt = firstField(request, entity, from);
  if (fieldAt === undefined) return undefined;
  const field = settableAt(request, entity, fieldAt);
  if (!field) return undefined;
  const afterField = fieldAt + field.length;
  const lead = phraseAt(clause.units, from, 'the|a|an|my|new|a new|the new');
  if (from + lead < fieldAt) {
    const change = assignmentsAt(request, entity, fieldAt, to);
    if (!change) return undefined;
    let end = fieldAt;
    while (
      /^(:|->|,|-|the|with|and|set|change|make|mark|so|that|to|\n|a|new|add|their|its|her|his)$/.test(
        normAt(clause.units, end - 1),
      ) &&
      end - 1 > from
    )
      end--;
    const chosen = await chooseAny(request, entity, from, end);
    return chosen && rest(request, draftOf(entity, chosen, change, request), change.end);
  }
  if (phraseAt(clause.units, afterField, 'of|for|on|in') > 0) {
    for (const connector of connectors(request, entity, fieldAt, afterField)) {
      const change = assignmentsFrom(request, entity, fieldAt, connector.at + connector.length);
      const chosen = await chooseAny(request, entity, afterField + 1, connector.at);
      if (change && chosen && chosen.unread.length === 0) return draftOf(entity, chosen, change, request);
    }
  }
  if (request.acts.size === 0 && to - afterField <= 12 && !hasTargetAfter(request, afterField))
    return undefined;
  if (phraseAt(clause.units, afterField, 'to|=|:|as|is|into|from|->|at') === 0) return undefined;
  for (let split = to; split > afterField; split--) {
    if (split < to && phraseAt(clause.units, split, 'for|of|on|at|in') === 0) continue;
    const change = assignmentsAt(request, entity, fieldAt, split);
    if (!change || change.end !== split) continue;
    const chosen =
      split === to
        ? await chooseAny(request, entity, to, to)
        : await chooseAny(request, entity, split + 1, to);
    if (chosen) return draftOf(entity, chosen, change, request);
  }
  return undefined;
}

/** "Phone: ..." alone is no order; "amount 30k for the Litware pilot" is. */
function hasTargetAfter(request: Request, from: number): boolean {
  return request.clause.units.slice(from, request.to).some((unit) => /^(for|of|on)$/.test(unit.norm));
}

function rest(request: Request, draft: Draft, end: number): Draft {
  const unread = wordsOf(request, end, request.to);
  return unread.length > 0
    ? { ...draft, unread: [...(draft.unread ?? []), ...unread], confidence: draft.confidence - 0.3 }
    : draft;
}

/** Changes of fields: on one record or on all that a filter chooses. Tries each kind of record and takes the best fit. */
export const update: Frame = async (request) => {
  const from =
    afterVerb(request, 'update', 'postpone', 'move', 'rename') ??
    (request.isQuestion ? undefined : statementStart(request));
  if (from === undefined) return undefined;
  const renamed = rename(request);
  if (renamed) return [renamed];
  const child = request.acts.size === 0 ? parentOf(request) : undefined;
  if (child) return [child];
  const drafts = await Promise.all(
    changeable().map(async (entity) => {
      const forms = [
        inOrder(request, entity, from),
        byOption(request, entity, from),
        byMeasure(request, entity, from),
      ];
      return bestOf([...(await Promise.all(forms)), byCount(request, entity)])?.[0];
    }),
  );
  const best = bestOf([...drafts, request.acts.size === 0 ? closesOn(request) : undefined]);
  return best?.[0] && best[0].confidence >= 0.4 ? best : undefined;
};

/** "Jane's phone is now ...": a statement that tells a new value. */
function statementStart(request: Request): number | undefined {
  for (let at = request.start + 1; at < request.to - 1; at++) {
    if (
      phraseAt(
        request.clause.units,
        at,
        '->|is|is now|has|have|employs|became|has become|should|will|closes|slips|slipped|moved|should be|has changed to|changed to|=|needs to be|:|are now',
      ) > 0
    )
      return request.start;
  }
  return undefined;
}
