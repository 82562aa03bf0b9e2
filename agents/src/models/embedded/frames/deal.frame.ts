import { phraseAt } from '../grammar/phrases.ts';
import { rawText } from '../grammar/read-value.ts';
import { targetAt } from '../grammar/target.ts';
import { normAt, sensesAt } from '../grammar/unit.ts';
import { chooseRecords, wordsOf } from './choose.ts';
import { afterVerb, type Draft, type Frame, type Request } from './frame.ts';

const DEAL = ['opportunity'] as const;

/** A deal by its own name, its company's, or a pronoun; a person's name alone is no deal. */
function dealAt(request: Request, from: number, to: number) {
  const deal = targetAt(request, from, to, DEAL);
  if (!deal) return undefined;
  const { clause } = request;
  const units = clause.units.slice(from, from + deal.length);
  const matches = units.find((unit) => unit.kind === 'name')?.matches ?? [];
  const hasNoun = units.some((_, index) =>
    sensesAt(clause, from + index, 'entity').some((match) => match.sense.entity === 'opportunity'),
  );
  const isPerson =
    matches.length > 0 && !matches.some((match) => /^(opportunity|company)$/.test(match.entity));
  return isPerson && !hasNoun ? undefined : deal;
}

const AHEAD =
  'one stage forward|a stage forward|forward one stage|up a stage|one stage up|one step forward|up one stage|forward a stage';

/** "move it to Proposal", "push the Contoso deal to the next stage", "Northwind is now in Negotiation". */
export const moveDeal: Frame = (request) => {
  const { clause, to } = request;
  if (request.isQuestion) return undefined;
  const verbed = afterVerb(request, 'move', 'update');
  const stated = verbed === undefined;
  const from = verbed ?? request.start;
  for (let at = from; at < to; at++) {
    const length = stated
      ? phraseAt(
          clause.units,
          at,
          `is in|is now in|moved to|is at|has moved to|went to|goes to|has reached|reached|moves to|
    should be in|has gone to|just moved to|advanced to|is now at|entered`,
        )
      : phraseAt(
          clause.units,
          at,
          `to|into|to the|into the|back to|in|stage to|to stage|forward to|back|forward|on to|one stage|
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
    const isImplicit = wordsOf(request, from, end).length === 0;
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
  return [{ tool: 'update_deals', args: { ...chosen.args, set: { stage } }, confidence: 0.85 }];
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

const OUTCOME: Readonly<Record<string, 'won' | 'lost'>> = {
  win: 'won',
  won: 'won',
  lose: 'lost',
  lost: 'lost',
  winning: 'won',
  losing: 'lost',
};
const REASON = `because|because of|due to|reason|since|as|they went with|they chose|to a|to|with reason|
  reason being|the reason|on|over|for|:|-|,|.|they|he|she|no|their|price|budget|after|went|–|—`;

/** "we lost the Contoso deal, they went with ...", "mark it as won", "close Northwind as lost because of price". */
export const closeDeal: Frame = (request) => {
  const { clause, to } = request;
  if (request.isQuestion) return undefined;
  const subject = phraseAt(
    clause.units,
    request.start,
    `we have just|we just|we have|we|i have just|i just|i have|i|just|they|have just|have`,
  );
  const stated = OUTCOME[normAt(clause.units, request.start + subject)];
  if (stated) return closed(request, request.start + subject + 1, to, stated);
  const idiom = byIdiom(request);
  if (idiom) return idiom;
  const from = afterVerb(request, 'close', 'update', 'move');
  for (let at = from ?? request.start; at < to; at++) {
    const outcome = OUTCOME[normAt(clause.units, at)];
    if (!outcome || at === (from ?? request.start)) continue;
    let end = at;
    while (
      /^(as|is|was|has|been|to|closed|just|got|-|:|status|the|stage|have|a)$/.test(
        normAt(clause.units, end - 1),
      ) &&
      end > (from ?? request.start)
    )
      end--;
    const drafts = closed(request, from ?? request.start, end, outcome, at + 1);
    if (drafts && (from !== undefined || end < at)) return drafts;
  }
  return undefined;
};

const LOST_IDIOMS =
  'fell through|is dead|is off|died|did not work out|said no|declined|chose someone else|went with someone else|has fallen through|backed out|pulled out|is not going to happen';
const WON_IDIOMS =
  'signed|said yes|came through|has signed|just signed|accepted|has accepted|signed the contract|is in the bag';

/** "Initech fell through, budget got cut", "Globex signed". */
function byIdiom(request: Request): Draft[] | undefined {
  const { clause, start, to } = request;
  if (request.acts.size > 0) return undefined;
  for (let at = start + 1; at < to; at++) {
    const lost = phraseAt(clause.units, at, LOST_IDIOMS);
    const won = phraseAt(clause.units, at, WON_IDIOMS);
    if (lost + won > 0) return closed(request, start, at, lost > 0 ? 'lost' : 'won', at + lost + won);
  }
  return undefined;
}

function closed(
  request: Request,
  from: number,
  to: number,
  outcome: 'won' | 'lost',
  rest?: number,
): Draft[] | undefined {
  const { clause } = request;
  const isImplicit = wordsOf(request, from, to).length === 0;
  const focus = isImplicit ? request.context.focus.find((item) => item.entity === 'opportunity') : undefined;
  const deal = isImplicit ? undefined : dealAt(request, from, to);
  const value = deal?.record.value ?? focus?.id;
  if (!value) return undefined;
  let at = rest ?? from + (deal?.length ?? 0);
  if (rest !== undefined && deal && wordsOf(request, from + deal.length, to).length > 0) return undefined;
  if (normAt(clause.units, at) === 'deal') at++;
  const hasReason = phraseAt(clause.units, at, REASON) > 0;
  while (
    /^([,.:;–—-]|because|of|due|to|reason|since|the|was|is|being)$/.test(normAt(clause.units, at)) &&
    at < request.to &&
    hasReason
  )
    at++;
  const reason = hasReason ? rawText(clause, at, request.to) : '';
  const unread = hasReason ? [] : wordsOf(request, at, request.to);
  return [
    {
      tool: 'close_deal',
      args: { deal: value, outcome, ...(outcome === 'lost' && reason && { reason }) },
      confidence: 0.9 - unread.length * 0.2,
      needsPrevious: deal?.record.isFromPrevious ?? false,
      unread,
      ...(deal && { introduces: [{ entity: 'opportunity' as const, name: deal.record.title }] }),
    },
  ];
}

/** "which deals are at risk?", "how healthy is the Contoso deal?". */
export const dealHealth: Frame = (request) => {
  const { clause, start, to } = request;
  const words = 'at risk|risky|healthy|health|in danger|in trouble|risks|risk|on track|how is|doing';
  const place = Array.from({ length: to - start }, (_, i) => start + i).find(
    (at) => phraseAt(clause.units, at, words) > 0,
  );
  if (place === undefined) return undefined;
  for (let at = start; at < to; at++) {
    const deal = dealAt(request, at, to);
    const isDeal =
      deal &&
      (sensesAt(clause, at + deal.length - 1, 'entity').length > 0 || deal.record.entity === 'opportunity');
    const isNamed = clause.units.slice(at, at + (deal?.length ?? 0)).some((unit) => unit.kind === 'name');
    if (deal && isDeal && (isNamed || deal.length > 1 || normAt(clause.units, at) === 'it'))
      return [
        {
          tool: 'deal_health',
          args: { deal: deal.record.value },
          confidence: 0.85,
          needsPrevious: deal.record.isFromPrevious,
        },
      ];
  }
  const isHow = normAt(clause.units, start) === 'how';
  return isHow && !/^(healthy|health)$/.test(normAt(clause.units, place))
    ? undefined
    : [{ tool: 'deal_health', args: {}, confidence: 0.8 }];
};
