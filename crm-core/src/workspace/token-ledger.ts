import { DateTime } from 'luxon';
import type { CrmCore } from '../crm-core.ts';
import { duplicateKey } from '../entity/conflicts.ts';
import type { Scope } from '../entity/scope.ts';
import { WARNED_AT } from './model-budget.ts';
import { TELL_BUDGET } from './tell-budget.ts';

/** Of whom the tokens of a month are counted; the whole workspace's have no user. */
interface Account {
  _id: string;
  workspaceId: string;
  /** `2026-11`, or a day as `2026-11-29`, on the workspace's clock. */
  month: string;
  userId?: string;
  /** By its name in the catalogue; then of everybody. */
  agent?: string;
  /** By its id; then of all that it has had done. */
  workflowId?: string;
  tokens: number;
  /** The admins were told that most of it is spent. */
  isWarned?: boolean;
}

type Key = Omit<Account, '_id' | 'tokens' | 'isWarned'>;

/** Tokens that a call may use, taken from the budget before it is made. */
export interface Reservation {
  /** Puts what the call has really used in the place of what was reserved; once. */
  settle(used: number): Promise<void>;
}

export interface Spent {
  month: string;
  /** It is this month. */
  isNow: boolean;
  tokens: number;
  /** Most first. */
  people: Array<{ userId: string; tokens: number }>;
  /** The same by agent, for who sees all. */
  agents: Array<{ agent: string; tokens: number }>;
  /** And by workflow. */
  workflows: Array<{ workflowId: string; tokens: number }>;
}

/**
 * What was spent on a vendor's language model, by workspace and by person, month by month. A call reserves what it may
 * use before it is made, so that many at once cannot go over the budget; what a process that ended had reserved stays
 * counted.
 */
export class TokenLedger {
  readonly #crm: CrmCore;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  get #accounts() {
    return this.#crm.store.connection.collection<Account>('tokenUse');
  }

  /** @returns undefined when it does not fit into the budget of the workspace, the person, the agent or the workflow any more */
  async reserve(scope: Scope, estimate: number, agent?: string): Promise<Reservation | undefined> {
    const taken: Key[] = [];
    for (const { key, limit } of await this.#keysOf(scope, agent)) {
      if (await this.#take(key, estimate, limit)) taken.push(key);
      else {
        await Promise.all(taken.map((one) => this.#add(one, -estimate)));
        if (limit !== undefined) await this.#tell(key, true);
        return undefined;
      }
    }
    return {
      settle: async (used) => {
        await Promise.all(taken.map((one) => this.#add(one, used - estimate)));
        for (const { key, limit } of await this.#keysOf(scope, agent))
          if (limit !== undefined) await this.#warn(key, limit);
      },
    };
  }

  /** All that a call counts for, and how much each may be. */
  async #keysOf(
    { workspaceId, actor, cause }: Scope,
    agent: string | undefined,
  ): Promise<Array<{ key: Key; limit?: number | undefined }>> {
    const { modelBudget, timeZone } = await this.#crm.facts(workspaceId);
    const now = DateTime.fromJSDate(this.#crm.now(), { zone: timeZone });
    const month = now.toFormat('yyyy-LL');
    const { workspaceTokens, dayTokens, personTokens, agents = [], workflows = [] } = modelBudget;
    const workflowId = cause?.chain.at(-1);
    return [
      { key: { workspaceId, month }, limit: workspaceTokens },
      ...(dayTokens === undefined
        ? []
        : [{ key: { workspaceId, month: now.toFormat('yyyy-LL-dd') }, limit: dayTokens }]),
      { key: { workspaceId, month, userId: actor.id }, limit: personTokens },
      ...(agent === undefined
        ? []
        : [
            {
              key: { workspaceId, month, agent },
              limit: agents.find((one) => one.agent === agent)?.tokens,
            },
          ]),
      ...(workflowId === undefined
        ? []
        : [
            {
              key: { workspaceId, month, workflowId },
              limit: workflows.find((one) => one.workflowId === workflowId)?.tokens,
            },
          ]),
    ];
  }

  /** Once for each account, when most of it is spent. */
  async #warn(key: Key, limit: number): Promise<void> {
    const most = { _id: idOf(key), tokens: { $gte: limit * WARNED_AT }, isWarned: { $ne: true } };
    const first = await this.#accounts.updateOne(most, { $set: { isWarned: true } });
    if (first.matchedCount > 0) await this.#tell(key, false);
  }

  async #tell(
    { workspaceId, month: period, userId, agent, workflowId }: Key,
    isUsedUp: boolean,
  ): Promise<void> {
    const account = userId ?? agent ?? workflowId ?? 'all';
    const key = `${account}:${period}:${isUsedUp}`;
    await this.#crm.enqueue(TELL_BUDGET, { account, period, isUsedUp }, { workspaceId, key });
  }

  /**
   * @param onlyOf - of one person, without what the others have spent
   * @param of - the month; default this one
   */
  async spent(workspaceId: string, onlyOf?: string, of?: string): Promise<Spent> {
    const now = await this.#month(workspaceId);
    const month = of ?? now;
    const found = await this.#accounts.find({ workspaceId, month }).toArray();
    const people = found.flatMap(({ userId, tokens }) => (userId ? [{ userId, tokens }] : []));
    return {
      month,
      isNow: month === now,
      tokens: found.find(({ userId, agent, workflowId }) => !userId && !agent && !workflowId)?.tokens ?? 0,
      agents: found
        .flatMap(({ agent, tokens }) => (agent ? [{ agent, tokens }] : []))
        .filter(() => onlyOf === undefined)
        .sort((a, b) => b.tokens - a.tokens),
      workflows: found
        .flatMap(({ workflowId, tokens }) => (workflowId ? [{ workflowId, tokens }] : []))
        .filter(() => onlyOf === undefined)
        .sort((a, b) => b.tokens - a.tokens),
      people: people
        .filter(({ userId }) => onlyOf === undefined || userId === onlyOf)
        .sort((a, b) => b.tokens - a.tokens),
    };
  }

  async #month(workspaceId: string): Promise<string> {
    const { timeZone } = await this.#crm.facts(workspaceId);
    return DateTime.fromJSDate(this.#crm.now(), { zone: timeZone }).toFormat('yyyy-LL');
  }

  async #take(account: Key, tokens: number, limit?: number): Promise<boolean> {
    if (limit === undefined) {
      await this.#add(account, tokens);
      return true;
    }
    const _id = idOf(account);
    await this.#accounts
      .updateOne({ _id }, { $setOnInsert: { ...account, tokens: 0 } }, { upsert: true })
      .catch((error: unknown) => {
        // another process has opened it at the same time
        if (!duplicateKey(error)) throw error;
      });
    const fits = { _id, tokens: { $lte: limit - tokens } };
    return (await this.#accounts.updateOne(fits, { $inc: { tokens } })).matchedCount > 0;
  }

  async #add(account: Key, tokens: number): Promise<void> {
    const add = () =>
      this.#accounts.updateOne(
        { _id: idOf(account) },
        { $setOnInsert: account, $inc: { tokens } },
        { upsert: true },
      );
    await add().catch((error: unknown) => {
      if (!duplicateKey(error)) throw error;
      return add();
    });
  }
}

const idOf = ({ workspaceId, month, userId, agent, workflowId }: Key) => {
  const of =
    agent === undefined ? (workflowId === undefined ? 'all' : `workflow:${workflowId}`) : `agent:${agent}`;
  return `${workspaceId}.${month}.${userId ?? of}`;
};
