import { lookup } from '../../../lookup.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt } from '../../recognise/unit.ts';
import { rawText } from '../grammar/read-value.ts';
import { isPluralPronoun, wordsOf } from './choose.ts';
import { dealAt } from './deal-target.ts';
import { afterVerb, type Draft, type Frame, type Request } from './frame.ts';

const OUTCOME: Readonly<Record<string, 'won' | 'lost'>> = lookup({
  win: 'won',
  won: 'won',
  lose: 'lost',
  lost: 'lost',
  winning: 'won',
  losing: 'lost',
});
const REASON = `because|because of|due to|reason|since|as|they went with|they chose|to a|to|with reason|
  reason being|the reason|on|over|for|:|-|(|,|.|they|he|she|no|their|price|budget|after|went|–|—`;

/** With a reason it is the deal that ends, not its record. */
const GIVEN_UP = 'kill|drop|scrap|abandon|give up on|give up|bin|cancel|write off';

const REASON_LEAD =
  'because of|because|due to|since|to|the reason was|the reason is|the reason being|reason being|reason was|with reason|reason';

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
  const given = phraseAt(clause.units, request.start, GIVEN_UP);
  const isExplained = clause.units
    .slice(request.start, to)
    .some(({ norm }) => /^(because|reason)$/.test(norm));
  if (given > 0 && isExplained) return closed(request, request.start + given, to, 'lost');
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
  const isImplicit = wordsOf(request, from, to).length === 0 && !isPluralPronoun(request, from);
  const focus = isImplicit ? request.context.focus.find((item) => item.entity === 'opportunity') : undefined;
  const deal = isImplicit ? undefined : dealAt(request, from, to);
  const value = deal?.record.value ?? focus?.id;
  if (!value) return undefined;
  let at = rest ?? from + (deal?.length ?? 0);
  if (rest !== undefined && deal && wordsOf(request, from + deal.length, to).length > 0) return undefined;
  if (normAt(clause.units, at) === 'deal') at++;
  const hasReason = phraseAt(clause.units, at, REASON) > 0;
  for (let lead = 1; lead > 0 && hasReason && at < request.to; at += lead)
    lead = /^[,.:;–—(-]$/.test(normAt(clause.units, at)) ? 1 : phraseAt(clause.units, at, REASON_LEAD);
  const end = normAt(clause.units, request.to - 1) === ')' ? request.to - 1 : request.to;
  const reason = hasReason ? rawText(clause, at, end) : '';
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
