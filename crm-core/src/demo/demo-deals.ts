import { DateTime } from 'luxon';
import { dayOf } from '../entity/days.ts';
import { idFrom } from '../entity/ids.ts';
import { type DemoCompany, type DemoContact, daysAgo, type Story } from './demo-companies.ts';
import { NEXT_STEPS, PRODUCTS } from './demo-names.ts';
import type { DemoRecord } from './insert-records.ts';

const DEALS = 90;
const LOSS_REASONS = [
  'Price',
  'Chose a competitor',
  'No budget this year',
  'Project was stopped',
  'No answer',
] as const;

export interface DemoDeal extends DemoRecord {
  title: string;
  companyId: string;
  contactId?: string | undefined;
  ownerId: string;
  status: 'open' | 'won' | 'lost';
}

/** Deals over the quarter before, this one and the next, with the stage changes that led to where they stand. */
export function demoDeals(
  story: Story,
  companies: DemoCompany[],
  contacts: DemoContact[],
): { deals: DemoDeal[]; moves: DemoRecord[] } {
  const { now, timeZone, random, reps, pipelines } = story;
  const deals: DemoDeal[] = [];
  const moves: DemoRecord[] = [];
  const quarter = DateTime.fromJSDate(now).startOf('quarter');
  const akira = reps.find((rep) => rep.name.startsWith('Akira')) ?? reps[0];
  for (let index = 0; index < DEALS; index++) {
    const pipeline = pipelines[index % 3 === 2 ? 1 : 0];
    const company = companies[(index * 7) % companies.length];
    if (!pipeline || !company || !akira) continue;
    const people = contacts.filter((contact) => contact.companyId === company.id);
    const shift = [-1, 0, 0, 0, 1][index % 5] as number;
    const close = quarter.plus({ quarters: shift, days: random.int(2, 88) }).toJSDate();
    const isPast = close < now;
    const status = isPast && !random.isLikely(0.12) ? (random.isLikely(0.58) ? 'won' : 'lost') : 'open';
    const open = pipeline.stages.filter((one) => one.kind === 'open');
    const reached = random.int(0, open.length - 1);
    const stage = status === 'open' ? open[reached] : pipeline.stages.find((one) => one.kind === status);
    const product = random.pick(PRODUCTS);
    const kind =
      pipeline.name === 'Renewals' ? 'renewal' : random.pick(['rollout', 'pilot', 'licence', 'upgrade']);
    const createdAt = daysAgo(new Date(Math.min(close.getTime(), now.getTime())), random.int(20, 95));
    const lastActivityAt = status === 'open' ? daysAgo(now, Math.round(random.next() ** 2 * 50)) : close;
    const amount = random.isLikely(0.45) ? random.int(4, 19) : random.int(21, 120);
    // every third open deal of size is Akira's: a bulk change has something to ask about
    const ownerId = status === 'open' && amount > 20 && index % 3 !== 1 ? akira.id : random.pick(reps).id;
    const id = idFrom(`demo deal ${index}`);
    const title = `${company.name} ${product.toLowerCase()} ${kind}`;
    deals.push({
      id,
      title: deals.some((deal) => deal.title === title) ? `${title} ${index}` : title,
      companyId: company.id,
      contactId: people.length > 0 ? random.pick(people).id : undefined,
      pipelineId: pipeline.id,
      stageId: stage?.id,
      amountMinor: amount * 100_000,
      probability: stage?.probability,
      expectedCloseAt: dayOf(close, timeZone),
      closedAt: status === 'open' ? undefined : close,
      status,
      lastStageId: status === 'open' ? undefined : open[reached]?.id,
      lossReason: status === 'lost' ? random.pick(LOSS_REASONS) : undefined,
      ownerId,
      nextStep: status === 'open' && random.isLikely(0.6) ? random.pick(NEXT_STEPS) : undefined,
      stageChangedAt: status === 'open' ? daysAgo(now, random.int(1, 60)) : close,
      lastActivityAt,
      createdAt,
    });
    const path = [...open.slice(0, reached + 1), ...(status === 'open' || !stage ? [] : [stage])];
    moves.push(
      ...stageMoves(id, title, ownerId, path, createdAt, status === 'open' ? lastActivityAt : close, story),
    );
  }
  return { deals, moves };
}

/** The audit entries of a deal's way through its stages, evenly spread over its life. */
function stageMoves(
  recordId: string,
  title: string,
  ownerId: string,
  path: ReadonlyArray<{ id: string }>,
  from: Date,
  to: Date,
  { team }: Story,
): DemoRecord[] {
  const actor = team.find((member) => member.id === ownerId);
  return path.slice(1).map((stage, index) => {
    const share = (index + 1) / path.length;
    const at = new Date(from.getTime() + share * Math.max(0, to.getTime() - from.getTime()));
    const id = idFrom(`demo move ${recordId} ${index}`);
    return {
      id,
      createdAt: at,
      at,
      entity: 'opportunity',
      recordId,
      recordTitle: title,
      // before every version that counts: there is nothing that undo could go back to
      recordVersion: 0,
      change: 'updated',
      actor: { type: 'user', id: ownerId, name: actor?.name ?? 'Demo' },
      channel: 'web',
      groupId: id,
      before: { stageId: path[index]?.id },
      after: { stageId: stage.id },
    };
  });
}
