import { formatDay } from '@clianta/agents/tools/format';
import { keepTold, untold } from '@clianta/crm-core/automation/telling/tellings';
import { Opportunity, type OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { type Silence, silenceOf, staleBefore } from '@clianta/crm-core/crm/opportunity/silence';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { JobContext } from '../job.ts';
import { tell } from '../tell.ts';
import type { ClockJob, Tick } from './clock-job.ts';
import { membersOf } from './members-of.ts';

const PAGE = 500;
/** Named in one notice; of the others it says how many there are. */
const MOST_NAMED = 10;

interface Stale {
  deal: OpportunityRecord;
  silence: Silence;
  /** Once told of, a deal is not told of again before something happens or it becomes a risk. */
  key: string;
}

/** Tells owners of the deals where nothing has happened for a week, and of those at risk the admins too: a notice each. */
export const tellStaleDeals: ClockJob = {
  name: 'stale_deals',
  async run(context, tick) {
    const stale = await staleDeals(context, tick.workspaceId);
    let told = 0;
    for (const { userId, isAdmin } of await membersOf(context.crm, tick.workspaceId)) {
      const own = stale.filter(
        ({ deal, silence }) => deal.ownerId === userId || (isAdmin && silence.level === 'risk'),
      );
      const person = { workspaceId: tick.workspaceId, userId, slot: `stale ${tick.slot}` };
      const fresh = await untold(
        context.crm,
        person,
        own.map(({ key }) => key),
      );
      const news = own.filter(({ key }) => fresh.has(key));
      if (news.length === 0) continue;
      await tellOf(context, tick, userId, news);
      await keepTold(
        context.crm,
        person,
        news.map(({ key }) => key),
      );
      told++;
    }
    return `${stale.length} stale, ${told} told`;
  },
};

/** The one that has been silent for longest first. */
async function staleDeals({ crm }: JobContext, workspaceId: string): Promise<Stale[]> {
  const before = { op: 'lte' as const, value: staleBefore(crm.now()) };
  const found: Stale[] = [];
  let cursor: string | undefined;
  do {
    const page = await crm.records(Opportunity).find(systemScope(workspaceId), {
      where: [{ field: 'status', op: 'eq', value: 'open' }],
      anyOf: [
        [{ field: 'lastActivityAt', ...before }],
        [
          { field: 'lastActivityAt', op: 'is_empty' },
          { field: 'createdAt', ...before },
        ],
      ],
      sort: 'id',
      limit: PAGE,
      ...(cursor && { cursor }),
    });
    for (const deal of page.records) {
      const silence = silenceOf(deal, crm.now());
      if (silence.level)
        found.push({ deal, silence, key: `${deal.id}:${silence.since.toISOString()}:${silence.level}` });
    }
    cursor = page.nextCursor;
  } while (cursor);
  return found.sort((a, b) => b.silence.days - a.silence.days);
}

async function tellOf(
  context: JobContext,
  { workspaceId, slot }: Tick,
  userId: string,
  news: readonly Stale[],
): Promise<void> {
  const { crm } = context;
  const local = await crm.localOf(workspaceId, userId);
  const [first] = news;
  if (!first) return;
  const lines = news
    .slice(0, MOST_NAMED)
    .map(
      ({ deal, silence: { days, since, level } }) =>
        `- ${deal.title}: ${days} days, since ${formatDay(since, local)}${level === 'risk' ? '; at risk' : ''}`,
    );
  const more = news.length - lines.length;
  await tell(context, {
    workspaceId,
    userId,
    kind: 'report',
    key: `stale-deals:${slot}`,
    title:
      news.length === 1
        ? `Nothing has happened with ${first.deal.title} for ${first.silence.days} days`
        : `Nothing happens with ${news.length} deals`,
    body: [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
    because: news.every(({ deal }) => deal.ownerId === userId)
      ? 'The deals are yours.'
      : 'You look after the workspace, and some of these deals are at risk.',
    entity: Opportunity.name,
    ...(news.length === 1 && { recordId: first.deal.id }),
    at: crm.now(),
  });
}
