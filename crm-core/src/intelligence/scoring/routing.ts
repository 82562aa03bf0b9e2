import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { dayOf } from '../../entity/days.ts';
import { idFrom } from '../../entity/ids.ts';
import { systemScope } from '../../entity/scope.ts';
import { TeamMember } from '../../workspace/team-member/team-member.schema.ts';
import { RoutingRule, type RoutingRuleRecord } from '../routing-rule/routing-rule.schema.ts';

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

export interface Routing {
  /** By contact: who gets it, and by which rule. */
  given: Map<string, { userId: string; rule: string }>;
  /** No rule fits, or whoever it names has had enough today. */
  left: string[];
}

/** Contacts of somebody who is working on them; those that were given up or won are no work. */
const OPEN = ['new', 'contacted', 'qualified'];
const RACES = 20;

/**
 * Shares contacts out by the workspace's rules, in their order; contacts that somebody looks after must not be among
 * them. Each is a turn of its own, however many are shared out at once, in whatever process.
 *
 * @param isTrial - true: as it would be now; nobody's turn passes
 */
export async function routeContacts(
  crm: CrmCore,
  workspaceId: string,
  contactIds: readonly string[],
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
  const canOwn = new Set(team.filter(({ role }) => role !== 'viewer').map(({ userId }) => userId));
  const routing: Routing = { given: new Map(), left: [...contactIds] };
  for (const rule of rules) {
    if (routing.left.length === 0) break;
    const where = [{ field: 'id', op: 'in' as const, value: routing.left }, ...rule.when];
    const fitting = new Set(await crm.records(Contact).ids(scope, { where }));
    const wanted = routing.left.filter((id) => fitting.has(id));
    const people = rule.userIds.filter((id) => canOwn.has(id));
    if (wanted.length === 0 || people.length === 0) continue;
    const day = dayOf(crm.now(), timeZone);
    const open = rule.to === 'least_open' ? await openOf(crm, workspaceId, people) : undefined;
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
  return routing;
}

interface Turns {
  people: readonly string[];
  /** How many open contacts each has, where those with the fewest come first. */
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
  throw new Error(`Too many contacts are shared out by the rule ${rule.name} at once.`);
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
  people: readonly string[],
): Promise<Map<string, number>> {
  const counts = await Promise.all(
    people.map((ownerId) =>
      crm.store
        .model(Contact.name)
        .countDocuments({ workspaceId, isDeleted: false, ownerId, status: { $in: OPEN } }),
    ),
  );
  return new Map(people.map((id, at) => [id, counts[at] ?? 0]));
}
