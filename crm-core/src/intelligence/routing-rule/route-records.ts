import type { CrmCore } from '../../crm-core.ts';
import { dayOf } from '../../entity/days.ts';
import { idFrom } from '../../entity/ids.ts';
import { systemScope } from '../../entity/scope.ts';
import { TeamMember } from '../../workspace/team-member/team-member.schema.ts';
import { Workspace } from '../../workspace/workspace/workspace.schema.ts';
import { type ROUTED, RoutingRule, type RoutingRuleRecord } from './routing-rule.schema.ts';

/** Whose turn it is, and what each was given today; one document for each rule. */
interface Turn {
  _id: string;
  workspaceId: string;
  /** Counts the changes. */
  version: number;
  next: number;
  day: string;
  given: Record<string, number>;
}

/** In place of a rule's name, where none has given it. */
const DEFAULT_OWNER = 'default owner';

export interface Routing {
  /** By record: who gets it, and by which rule. */
  given: Map<string, { userId: string; rule: string }>;
  /** No rule fits, or whoever it names has had enough today, and there is no default owner. */
  left: string[];
}

export type Routed = (typeof ROUTED)[number];

/** Who looks after a record, and while which states it is work: a contact that was given up or won is none. */
export const LOOKED_AFTER: Readonly<Record<Routed, { by: string; open: readonly string[] }>> = {
  contact: { by: 'ownerId', open: ['new', 'contacted', 'qualified'] },
  ticket: { by: 'assigneeId', open: ['new', 'open', 'waiting_customer', 'on_hold'] },
};
const RACES = 20;

/**
 * Shares records out by the workspace's rules, in their order, and contacts that none fits to the default owner; those that somebody looks after must not be among them.
 * Each is a turn of its own, however many are shared out at once, in whatever process. Whoever has a day off gets nothing.
 *
 * @param isTrial - true: as it would be now; nobody's turn passes
 */
export async function routeRecords(
  crm: CrmCore,
  workspaceId: string,
  kind: Routed,
  recordIds: readonly string[],
  { isTrial }: { isTrial: boolean },
): Promise<Routing> {
  const scope = systemScope(workspaceId);
  const [{ records: rules }, { records: team }, { timeZone }] = await Promise.all([
    crm
      .records(RoutingRule)
      .find(scope, { where: [{ field: 'isActive', op: 'eq', value: true }], sort: 'position', limit: 100 }),
    crm.records(TeamMember).find(scope, { limit: 500 }),
    crm.facts(workspaceId),
  ]);
  const day = dayOf(crm.now(), timeZone);
  const isThere = ({ role, daysOff = [] }: (typeof team)[number]) =>
    role !== 'viewer' && !daysOff.includes(day);
  const canOwn = new Set(team.filter(isThere).map(({ userId }) => userId));
  const routing: Routing = { given: new Map(), left: [...recordIds] };
  for (const rule of rules.filter(({ entity = 'contact' }) => entity === kind)) {
    if (routing.left.length === 0) break;
    const where = [{ field: 'id', op: 'in' as const, value: routing.left }, ...rule.when];
    const fitting = new Set(await crm.records(crm.store.entity(kind)).ids(scope, { where }));
    const wanted = routing.left.filter((id) => fitting.has(id));
    const people = rule.userIds.filter((id) => canOwn.has(id));
    if (wanted.length === 0 || people.length === 0) continue;
    const open = rule.to === 'least_open' ? await openOf(crm, workspaceId, kind, people) : undefined;
    const owners = await takeTurns(crm, workspaceId, rule, {
      people,
      open,
      day,
      count: wanted.length,
      isTrial,
    });
    for (const [at, userId] of owners.entries()) {
      const id = wanted[at];
      if (id) routing.given.set(id, { userId, rule: rule.name });
    }
    routing.left = routing.left.filter((id) => !routing.given.has(id));
  }
  const fallback = kind === 'contact' ? await defaultOwner(crm, workspaceId) : undefined;
  if (fallback && canOwn.has(fallback)) {
    for (const id of routing.left) routing.given.set(id, { userId: fallback, rule: DEFAULT_OWNER });
    routing.left = [];
  }
  return routing;
}

/** Who gets the contacts that no rule gives to anybody; no day off or lost right is looked at. */
export async function defaultOwner(crm: CrmCore, workspaceId: string): Promise<string | undefined> {
  const scope = systemScope(workspaceId);
  return (await crm.records(Workspace).get(scope, workspaceId)).defaultOwnerId;
}

/** What giving a record to somebody writes. */
export const givenTo = (kind: Routed, userId: string, now: Date): Record<string, unknown> => ({
  [LOOKED_AFTER[kind].by]: userId,
  ...(kind === 'contact' && { routedAt: now }),
});

interface Turns {
  people: readonly string[];
  /** How much open work each has, where those with the fewest come first. */
  open: ReadonlyMap<string, number> | undefined;
  day: string;
  count: number;
  isTrial: boolean;
}

/** @returns the owners of so many contacts, fewer where nobody may get more today */
async function takeTurns(
  crm: CrmCore,
  workspaceId: string,
  rule: RoutingRuleRecord,
  turns: Turns,
): Promise<string[]> {
  const collection = crm.store.connection.collection<Turn>('routingTurns');
  const _id = idFrom(`routing turn ${rule.id}`);
  for (let race = 0; race < RACES; race++) {
    const before = (await collection.findOne({ _id })) ?? {
      _id,
      workspaceId,
      version: 0,
      next: 0,
      day: turns.day,
      given: {},
    };
    const { owners, after } = dealOut(rule, before, turns);
    if (turns.isTrial || owners.length === 0) return owners;
    try {
      const { modifiedCount, upsertedCount } = await collection.updateOne(
        { _id, version: before.version },
        { $set: { ...after, workspaceId }, $inc: { version: 1 } },
        { upsert: before.version === 0 },
      );
      if (modifiedCount + upsertedCount === 1) return owners;
    } catch (error) {
      // another process was the first
      if ((error as { code?: number }).code !== 11_000) throw error;
    }
  }
  throw new Error(`Too many records are shared out by the rule ${rule.name} at once.`);
}

function dealOut(rule: RoutingRuleRecord, turn: Turn, { people, open, day, count }: Turns) {
  const given = turn.day === day ? { ...turn.given } : {};
  const most = rule.dailyCap ?? Number.POSITIVE_INFINITY;
  const load = new Map(people.map((id) => [id, open?.get(id) ?? 0]));
  const owners: string[] = [];
  let { next } = turn;
  while (owners.length < count) {
    const free = people.filter((id) => (given[id] ?? 0) < most);
    if (free.length === 0) break;
    let owner = rule.to === 'user' ? free[0] : undefined;
    if (rule.to === 'least_open') owner = free.toSorted((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0))[0];
    while (owner === undefined) {
      const candidate = people[next++ % people.length];
      if (candidate && free.includes(candidate)) owner = candidate;
    }
    given[owner] = (given[owner] ?? 0) + 1;
    load.set(owner, (load.get(owner) ?? 0) + 1);
    owners.push(owner);
  }
  return { owners, after: { next, day, given } };
}

async function openOf(
  crm: CrmCore,
  workspaceId: string,
  kind: Routed,
  people: readonly string[],
): Promise<Map<string, number>> {
  const { by, open } = LOOKED_AFTER[kind];
  const counts = await Promise.all(
    people.map((userId) =>
      crm.store
        .model(kind)
        .countDocuments({ workspaceId, isDeleted: false, [by]: userId, status: { $in: open } }),
    ),
  );
  return new Map(people.map((id, at) => [id, counts[at] ?? 0]));
}
