import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Opportunity, type OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { BattlecardPoint } from '@clianta/crm-core/intelligence/battlecard/battlecard.schema';
import type { CompetitorRecord } from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { CompetitorMention } from '@clianta/crm-core/intelligence/competitor-mention/competitor-mention.schema';
import type { ToolContext } from '../../tool.ts';
import { worthInWords } from '../../tools/money-words.ts';

/** What a point is about; also the headings of a battlecard, in their order. */
export const HEADINGS = {
  record: 'Our record against them',
  strengths: 'Their strengths',
  weaknesses: 'Their weaknesses',
  pricing: 'Their pricing',
  heard: 'What was said',
  notes: 'Worth knowing',
} as const;
export type Topic = keyof typeof HEADINGS;

export interface Evidence extends BattlecardPoint {
  topic: Topic;
}

/** The latest of each kind; a card with more is not read. */
const MOST_DEALS = 8;
const MOST_QUOTES = 6;

/** The deals that a competitor was in, those that were closed last first. */
export async function dealsAgainst(
  { crm, scope }: ToolContext,
  competitor: CompetitorRecord,
  status: readonly OpportunityRecord['status'][],
  limit = MOST_DEALS,
): Promise<OpportunityRecord[]> {
  const { records } = await crm.records(Opportunity).find(scope, {
    where: [
      { field: 'competitorIds', op: 'eq', value: competitor.id },
      { field: 'status', op: 'in', value: [...status] },
    ],
    sort: status.includes('open') ? 'expectedCloseAt' : '-closedAt',
    limit,
  });
  return records;
}

/** What the team said of a competitor, the newest first. What others wrote is not repeated as ours. */
export async function mentionsOf(
  { crm, scope }: ToolContext,
  competitor: CompetitorRecord,
  limit = MOST_QUOTES,
) {
  const { records } = await crm.records(CompetitorMention).find(scope, {
    where: [{ field: 'competitorId', op: 'eq', value: competitor.id }],
    sort: '-at',
    limit: 100,
  });
  const entries = await crm.records(Activity).getMany(
    scope,
    records.map(({ activityId }) => activityId),
  );
  const there = records.flatMap((mention) => {
    const entry = entries.get(mention.activityId);
    return entry && !entry.isDeleted ? [{ ...mention, entry }] : [];
  });
  const own = there.filter(({ isOutside }) => !isOutside);
  return { own: own.slice(0, limit), count: there.length, outside: there.length - own.length };
}

/** All that is known of a competitor, each point with where it is from. Nothing that is not kept somewhere. */
export async function evidenceOf(context: ToolContext, competitor: CompetitorRecord): Promise<Evidence[]> {
  const [closed, { own }] = await Promise.all([
    dealsAgainst(context, competitor, ['won', 'lost']),
    mentionsOf(context, competitor),
  ]);
  const profile = { source: 'the profile', at: competitor.updatedAt };
  const { strengths = [], weaknesses = [], pricing } = competitor;
  return [
    ...closed.filter(({ outside }) => !outside).map((deal) => ofDeal(context, competitor, deal)),
    ...strengths.map((text): Evidence => ({ topic: 'strengths', text, ...profile })),
    ...weaknesses.map((text): Evidence => ({ topic: 'weaknesses', text, ...profile })),
    ...(pricing ? [{ topic: 'pricing' as const, text: pricing, ...profile }] : []),
    ...own.map(
      ({ quote, at, entry }): Evidence => ({
        topic: 'heard',
        text: `“${quote}”`,
        source: `${entry.type === 'email' ? 'an e-mail' : `a ${entry.type}`}, “${entry.subject.slice(0, 120)}”`,
        at,
      }),
    ),
  ];
}

function ofDeal(context: ToolContext, { id, name }: CompetitorRecord, deal: OpportunityRecord): Evidence {
  const worth = deal.amountMinor ? ` (${worthInWords(context, [deal])})` : '';
  const to = deal.lostToId === id ? ` to ${name}` : '';
  const on = deal.lossReasonKey ? ` on ${deal.lossReasonKey}` : '';
  return {
    topic: 'record',
    text: deal.status === 'won' ? `Won ${deal.title}${worth}` : `Lost ${deal.title}${worth}${to}${on}`,
    source: `the deal ${deal.title}`,
    at: deal.closedAt ?? deal.updatedAt,
  };
}

/** What a note is about, by its words. */
export function topicOf(note: string): Topic {
  if (/\b(pric|cost|cheap|expensive|discount|per seat|per user|licen[cs]e fee|free (plan|tier))/i.test(note))
    return 'pricing';
  if (/\b(weak|bad|poor|slow|lack|missing|cannot|complain|outage|unreliable)/i.test(note))
    return 'weaknesses';
  if (/\b(strong|strength|better|best|fast|great|launched|leads?\b)/i.test(note)) return 'strengths';
  return 'notes';
}
