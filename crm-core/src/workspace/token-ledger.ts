import { DateTime } from 'luxon';
import type { CrmCore } from '../crm-core.ts';
import { duplicateKey } from '../entity/conflicts.ts';
import type { Scope } from '../entity/scope.ts';

/** Of whom the tokens of a month are counted; the whole workspace's have no user. */
interface Account {
  _id: string;
  workspaceId: string;
  /** `2026-11`, on the workspace's clock. */
  month: string;
  userId?: string;
  tokens: number;
}

/** Tokens that a call may use, taken from the budget before it is made. */
export interface Reservation {
  /** Puts what the call has really used in the place of what was reserved; once. */
  settle(used: number): Promise<void>;
}

export interface Spent {
  month: string;
  tokens: number;
  /** Most first. */
  people: Array<{ userId: string; tokens: number }>;
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

  /** @returns undefined when it does not fit into the budget of the workspace or the person any more */
  async reserve(scope: Scope, estimate: number): Promise<Reservation | undefined> {
    const { workspaceId } = scope;
    const { modelBudget } = await this.#crm.facts(workspaceId);
    const month = await this.#month(workspaceId);
    const whole = { workspaceId, month };
    const own = { ...whole, userId: scope.actor.id };
    if (!(await this.#take(whole, estimate, modelBudget.workspaceTokens))) return undefined;
    if (!(await this.#take(own, estimate, modelBudget.personTokens))) {
      await this.#add(whole, -estimate);
      return undefined;
    }
    return {
      settle: async (used) => {
        await Promise.all([this.#add(whole, used - estimate), this.#add(own, used - estimate)]);
      },
    };
  }

  /** @param onlyOf - of one person, without what the others have spent */
  async spent(workspaceId: string, onlyOf?: string): Promise<Spent> {
    const month = await this.#month(workspaceId);
    const found = await this.#accounts.find({ workspaceId, month }).toArray();
    const people = found.flatMap(({ userId, tokens }) => (userId ? [{ userId, tokens }] : []));
    return {
      month,
      tokens: found.find(({ userId }) => !userId)?.tokens ?? 0,
      people: people
        .filter(({ userId }) => onlyOf === undefined || userId === onlyOf)
        .sort((a, b) => b.tokens - a.tokens),
    };
  }

  async #month(workspaceId: string): Promise<string> {
    const { timeZone } = await this.#crm.facts(workspaceId);
    return DateTime.fromJSDate(this.#crm.now(), { zone: timeZone }).toFormat('yyyy-LL');
  }

  async #take(account: Omit<Account, '_id' | 'tokens'>, tokens: number, limit?: number): Promise<boolean> {
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

  async #add(account: Omit<Account, '_id' | 'tokens'>, tokens: number): Promise<void> {
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

const idOf = ({ workspaceId, month, userId = 'all' }: Omit<Account, '_id' | 'tokens'>) =>
  `${workspaceId}.${month}.${userId}`;
