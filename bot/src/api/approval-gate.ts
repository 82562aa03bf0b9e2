import type { Catalogue } from '@clianta/agents/catalogue';
import { decidersByRule } from '@clianta/agents/deciders';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { AnyRecord, Entity } from '@clianta/crm-core/entity/define-entity';
import { inOwnCurrency } from '@clianta/crm-core/entity/money';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { ForbiddenError } from '@clianta/crm-core/errors';
import type { ApprovalRule } from '@clianta/crm-core/workspace/approval-rule';

/** Records whose amounts are looked at; of more, one may be above any limit. */
export const MOST_COMPARED = 200;

/** A write of records of one kind, before it is done. */
export interface RecordWrite {
  operation: 'create' | 'update' | 'delete';
  /** What would be written. */
  values?: unknown;
  /** Those that there are; of many, the first. */
  records: readonly AnyRecord[];
  /** Of how many records. */
  count: number;
}

/**
 * The workspace's rules of approval, for whoever writes by HTTP instead of by talking. A request waits for nobody: what
 * takes the yes of somebody else is refused, and is proposed to them when it is asked for in the chat.
 */
export class ApprovalGate {
  readonly #crm: CrmCore;
  readonly #catalogue: Catalogue;

  constructor(crm: CrmCore, catalogue: Catalogue) {
    this.#crm = crm;
    this.#catalogue = catalogue;
  }

  /** Whether any rule could be about records of this kind: without one nothing has to be read. */
  async isAsked(workspaceId: string, entity: Entity, operation: RecordWrite['operation']): Promise<boolean> {
    return (await this.#rules(workspaceId, entity, operation)).length > 0;
  }

  /** @throws ForbiddenError naming who has to say yes, where that is not only whoever asks */
  async require(scope: Scope, entity: Entity, write: RecordWrite): Promise<void> {
    for (const rule of await this.#rules(scope.workspaceId, entity, write.operation)) {
      if (!(await this.#holds(scope.workspaceId, rule, entity, write))) continue;
      const { deciders, needed = 1, awaits } = await decidersByRule(this.#crm, scope, rule);
      if (needed === 1 && deciders.includes(scope.actor.id)) return;
      throw new ForbiddenError(
        `By a rule of this workspace this needs the approval of ${awaits ?? 'somebody else'}. Ask for it in the chat, where it is proposed to them.`,
      );
    }
  }

  /** The highest first. */
  async #rules(
    workspaceId: string,
    { name }: Entity,
    operation: RecordWrite['operation'],
  ): Promise<ApprovalRule[]> {
    const { approvals } = await this.#crm.facts(workspaceId);
    return approvals.rules
      .filter(({ match }) => {
        // nothing that comes from outside arrives by these addresses
        if (match.outside === true) return false;
        if (match.effect === 'delete' && operation !== 'delete') return false;
        if (match.entity !== undefined && match.entity !== name) return false;
        return match.tools?.some((tool) => this.#does(tool, name, operation)) ?? true;
      })
      .sort((a, b) => b.priority - a.priority);
  }

  /** A tool that moves or closes a record does what a change of it does. */
  #does(tool: string, entity: string, operation: RecordWrite['operation']): boolean {
    const owned = this.#catalogue.tool(tool)?.tool;
    const does = owned?.operation === 'transition' ? 'update' : owned?.operation;
    return owned?.entity === entity && does === operation;
  }

  async #holds(
    workspaceId: string,
    { match: { aboveCount, aboveAmountMinor: limit } }: ApprovalRule,
    entity: Entity,
    { values, records, count }: RecordWrite,
  ): Promise<boolean> {
    if (aboveCount !== undefined && count <= aboveCount) return false;
    if (limit === undefined) return true;
    const fields = entity.fields.filter(({ format }) => format === 'money');
    if (fields.length === 0) return false;
    if (count > MOST_COMPARED) return true;
    const money = await this.#crm.moneyOf(workspaceId);
    const written = typeof values === 'object' && values !== null ? [values] : [];
    return [...records, ...written].some((one) => {
      const own: Record<string, unknown> = { ...one };
      const currency = own.currency ?? Object(records[0]).currency;
      return fields.some(({ name }) => {
        const amount = own[name];
        if (typeof amount !== 'number') return false;
        const minor = inOwnCurrency(money, amount, typeof currency === 'string' ? currency : undefined);
        // what nobody can compare is asked about
        return minor === undefined || minor > limit;
      });
    });
  }
}
