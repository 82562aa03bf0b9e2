import { agentsOn } from '@clianta/agents/agent-rule';
import { approvalCard } from '@clianta/agents/approvals';
import type { Catalogue } from '@clianta/agents/catalogue';
import { type ProposedRecords, proposedRecords } from '@clianta/agents/proposed-records';
import type { ApprovalCard, FormCard, RecordCard, Reply } from '@clianta/agents/reply.schema';
import { formFor } from '@clianta/agents/tools/form-card';
import { recordCard } from '@clianta/agents/tools/present';
import { readingContext } from '@clianta/agents/tools/reading-context';
import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import { Notice, type NoticeRecord, UNREAD } from '@clianta/crm-core/conversations/notice/notice.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Entity, SpokenEntity } from '@clianta/crm-core/entity/define-entity';
import type { Scope } from '@clianta/crm-core/entity/scope';
import type { Sender } from '../channel.ts';
import { type FoundRecord, foundRecords, namedKinds } from '../search/found-records.ts';

/** A person's own page on a channel: what is theirs today. */
export interface Home {
  name: string;
  /** What the tools that are meant for a home say. */
  parts: Reply[];
  approvals: ApprovalCard[];
  notices: Array<Pick<NoticeRecord, 'title' | 'body' | 'at'>>;
}

const MOST_PARTS = 10;

/** What channels show outside of conversations, always with the rights of the one who looks. */
export class Lookup {
  readonly #crm: CrmCore;
  readonly #catalogue: Catalogue;
  readonly #scopeOf: (sender: Sender) => Promise<Scope>;

  constructor(crm: CrmCore, catalogue: Catalogue, scopeOf: (sender: Sender) => Promise<Scope>) {
    this.#crm = crm;
    this.#catalogue = catalogue;
    this.#scopeOf = scopeOf;
  }

  /**
   * Records by words of their name, of one kind or of all that people speak of, for pickers.
   *
   * @param entity - its name, or what people call one: "deal"
   * @throws ForbiddenError for somebody who is not known
   */
  async search(
    sender: Sender,
    { text, entity, limit }: { text: string; entity?: string; limit: number },
  ): Promise<FoundRecord[]> {
    const scope = await this.#scopeOf(sender);
    const kinds = entity
      ? this.#catalogue.spoken.filter((one) => one.name === entity || one.label.one === entity)
      : namedKinds(this.#catalogue);
    const found = await Promise.all(kinds.map((kind) => this.#searchIn(scope, kind, text, limit)));
    return found.flat().slice(0, limit);
  }

  async #searchIn(scope: Scope, entity: SpokenEntity, text: string, limit: number): Promise<FoundRecord[]> {
    const query = text.trim() ? { search: text.trim().slice(0, 200) } : {};
    const { records } = await this.#crm.records(entity as Entity).find(scope, { ...query, limit });
    return foundRecords(await readingContext(this.#crm, this.#catalogue, scope), entity, records);
  }

  /** A record's card; undefined when there is none that this person may see. @throws ForbiddenError for a stranger */
  async record(
    sender: Sender,
    { entity: name, id }: { entity: string; id: string },
  ): Promise<RecordCard | undefined> {
    const scope = await this.#scopeOf(sender);
    const entity = this.#catalogue.spoken.find((one) => one.name === name || one.plural === name);
    if (!entity) return undefined;
    const record = (await this.#crm.records(entity).getMany(scope, [id])).get(id);
    if (!record || record.isDeleted) return undefined;
    return recordCard(await readingContext(this.#crm, this.#catalogue, scope), entity, record);
  }

  /** The records of a proposal, from a place on. @throws ForbiddenError for who may not decide on it */
  async proposed(
    sender: Sender,
    page: { approvalId: string; from?: number; limit?: number },
  ): Promise<ProposedRecords> {
    return proposedRecords(this.#crm, this.#catalogue, await this.#scopeOf(sender), page);
  }

  /** A proposal as it stands, for those who may decide it; undefined for others. @throws ForbiddenError for a stranger */
  async approval(sender: Sender, id: string): Promise<ApprovalCard | undefined> {
    const scope = await this.#scopeOf(sender);
    const found = (await this.#crm.records(Approval).getMany(scope, [id])).get(id);
    if (!found || found.isDeleted) return undefined;
    const { awaits: _awaited, ...one } = found;
    const isOver = one.status === 'pending' && one.expiresAt <= this.#crm.now();
    return approvalCard(isOver ? { ...one, status: 'expired' } : one);
  }

  /**
   * The turn that answered a person with a message, by the channel's own id of that; undefined when it is not theirs.
   *
   * @throws ForbiddenError for somebody who is not known
   */
  async turnOf(sender: Sender, externalId: string): Promise<string | undefined> {
    const scope = await this.#scopeOf(sender);
    const found = await this.#crm
      .records(ChatMessage)
      .findOne(scope, { externalId, author: 'assistant', userId: scope.actor.id });
    return found?.turnId;
  }

  /**
   * The form that adds one.
   *
   * @param noun - what people call it: "contact"; or the tool that adds it
   * @param given - values to begin with, by argument
   */
  form(noun: string, given: Readonly<Record<string, string>> = {}): FormCard | undefined {
    const { tool } = this.#catalogue.tool(noun) ?? {};
    const added = tool?.operation === 'create' ? tool.entity : undefined;
    const entity = added ? this.#catalogue.entities.get(added) : this.#catalogue.entityCalled(noun);
    return entity && formFor(this.#catalogue, entity, given);
  }

  /** @throws ForbiddenError for somebody who is not known */
  async home(sender: Sender): Promise<Home> {
    const scope = await this.#scopeOf(sender);
    const context = await readingContext(this.#crm, this.#catalogue, scope);
    const on = new Set(await agentsOn(this.#crm, scope.workspaceId, this.#catalogue.agents));
    const tools = [...this.#catalogue.tools]
      .filter(({ tool, agent }) => tool.isOnHome && on.has(agent))
      .slice(0, MOST_PARTS);
    const parts = await Promise.all(
      tools.map(async ({ tool }) => {
        const { text, cards = [] } = await tool.run(tool.input.parse({}), context);
        return { text, cards };
      }),
    );
    const own = { field: 'deciders', op: 'eq' as const, value: scope.actor.id };
    const [waiting, notices] = await Promise.all([
      this.#crm.records(Approval).find(scope, {
        where: [
          own,
          { field: 'status', op: 'eq', value: 'pending' },
          { field: 'expiresAt', op: 'gt', value: this.#crm.now() },
        ],
        sort: 'createdAt',
        limit: 5,
      }),
      this.#crm.records(Notice).find(scope, {
        where: UNREAD,
        sort: '-at',
        limit: 5,
      }),
    ]);
    // whoever sees it here may decide
    const approvals = waiting.records.map(({ awaits: _awaited, ...one }) => approvalCard(one));
    return { name: scope.actor.name, parts, approvals, notices: notices.records };
  }
}
