import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import { chooseRecords, isPluralPronoun, wordsOf } from './choose.ts';
import { dealAt } from './deal-target.ts';
import { afterVerb, type Draft, type Frame, type Request } from './frame.ts';

const AHEAD =
  'one stage further|a stage further|one further|further|a step further|one step further|one stage ahead|a stage ahead|to the next one|one stage forward|a stage forward|forward one stage|up a stage|one stage up|one step forward|up one stage|forward a stage';

/** "move it to Proposal", "push the Contoso deal to the next stage", "Northwind is now in Negotiation". */
export const moveDeal: Frame = (request) => {
  const { clause, to } = request;
  if (request.isQuestion) return undefined;
  const ours = weAreIn(request);
  if (ours) return ours;
  const verbed = afterVerb(request, 'move', 'update');
  const stated = verbed === undefined;
  const from = verbed ?? request.start;
  for (let at = from; at < to; at++) {
    const length = stated
      ? phraseAt(
          clause.units,
          at,
          `->|is in|is now in|moved to|is at|has moved to|went to|goes to|has reached|reached|moves to|
    should be in|has gone to|just moved to|advanced to|is now at|entered`,
        )
      : phraseAt(
          clause.units,
          at,
          `->|to|into|to the|into the|back to|in|stage to|to stage|forward to|back|forward|on to|one stage|
    a stage|one step|as|up to|back to the|over to|onto|in the`,
        );
    const ahead = phraseAt(clause.units, at, AHEAD);
    if (length + ahead === 0) continue;
    const stage =
      ahead > 0 ? { name: 'next', end: at + ahead } : stageAt(request, at + length, normAt(clause.units, at));
    if (!stage || wordsOf(request, stage.end, to).length > 0) continue;
    let end = at;
    if (/^stage$/.test(normAt(clause.units, end - 1)))
      end -= /^(the|its|'s)$/.test(normAt(clause.units, end - 2)) ? 2 : 1;
    const isImplicit = wordsOf(request, from, end).length === 0 && !isPluralPronoun(request, from);
    const deal = isImplicit ? undefined : dealAt(request, from, end);
    const focus = isImplicit
      ? request.context.focus.find((item) => item.entity === 'opportunity')
      : undefined;
    const many =
      stated || (deal && wordsOf(request, from + deal.length, end).length === 0)
        ? undefined
        : manyDeals(request, from, end, stage.name);
    if (many) return many;
    const value = deal?.record.value ?? focus?.id;
    if (!value || (deal && wordsOf(request, from + deal.length, end).length > 0)) continue;
    return [
      {
        tool: 'move_deal',
        args: { deal: value, stage: stage.name },
        confidence: 0.92,
        needsPrevious: deal?.record.isFromPrevious ?? false,
        ...(deal && { introduces: [{ entity: 'opportunity', name: deal.record.title }] }),
      },
    ];
  }
  return undefined;
};

/** "We're in negotiation with Initech now". */
function weAreIn(request: Request): Draft[] | undefined {
  const { clause, start, to } = request;
  const said = phraseAt(
    clause.units,
    start,
    'we are in|we are now in|we are at|i am in|we got to|we reached|we are already in',
  );
  const stage = said > 0 ? stageAt(request, start + said, 'in') : undefined;
  const link = stage ? phraseAt(clause.units, stage.end, 'with|at|for|on') : 0;
  const deal = stage && link > 0 ? dealAt(request, stage.end + link, to) : undefined;
  if (!stage || !deal || wordsOf(request, stage.end + link + deal.length, to).length > 0) return undefined;
  const { value, title, isFromPrevious } = deal.record;
  return [
    {
      tool: 'move_deal',
      args: { deal: value, stage: stage.name },
      confidence: 0.88,
      needsPrevious: isFromPrevious,
      introduces: [{ entity: 'opportunity', name: title }],
    },
  ];
}

/** "move A and B to Proposal": one call each; "all deals in Discovery": one change by filter. */
function manyDeals(request: Request, from: number, to: number, stage: string): Draft[] | undefined {
  const { clause } = request;
  const moves: Draft[] = [];
  for (let at = from; at < to; ) {
    const deal = dealAt(request, at, to);
    if (!deal) break;
    const needsPrevious = deal.record.isFromPrevious;
    moves.push({
      tool: 'move_deal',
      args: { deal: deal.record.value, stage },
      confidence: 0.9,
      needsPrevious,
    });
    at += deal.length;
    const joint = phraseAt(clause.units, at, 'and|,|, and|&');
    if (at >= to) return moves.length > 1 ? moves : undefined;
    if (joint === 0) break;
    at += joint;
  }
  const chosen = chooseRecords(request, 'opportunity', from, to);
  if (!chosen?.isMany || chosen.unread.length > 0 || /^(next|previous)$/.test(stage)) return undefined;
  // only deals have stages, so "everything in Qualified" can be nothing else
  const confidence = Math.min(0.85, chosen.confidence + (chosen.confidence >= 0.6 ? 0.15 : 0));
  return [{ tool: 'update_deals', args: { ...chosen.args, set: { stage } }, confidence }];
}

function stageAt(request: Request, at: number, word: string): { name: string; end: number } | undefined {
  const { clause } = request;
  const lead = phraseAt(clause.units, at, 'the|stage');
  const next = phraseAt(clause.units, at + lead, 'next stage|next|next step|following stage|next phase');
  if (next > 0) return { name: 'next', end: at + lead + next };
  const back = phraseAt(
    clause.units,
    at + lead,
    `previous stage|previous|last stage|stage before|prior stage|previous step`,
  );
  if (back > 0) return { name: 'previous', end: at + lead + back };
  const named = sensesAt(clause, at + lead, 'stage')[0];
  if (named) {
    const noun = phraseAt(clause.units, at + lead + named.length, 'stage|phase|step');
    return { name: named.sense.name, end: at + lead + named.length + noun };
  }
  const step = phraseAt(clause.units, at, 'stage|step|forward|a stage|one stage|one step|a step');
  if (/^(forward|back)$/.test(word)) return { name: word === 'back' ? 'previous' : 'next', end: at + step };
  return undefined;
}
