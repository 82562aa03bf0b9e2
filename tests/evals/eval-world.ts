import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Checkpointer, openCheckpointer } from '@clianta/agents/checkpointer';
import { conversationOfThread } from '@clianta/agents/conversation/conversations';
import { embeddedModels } from '@clianta/agents/models/embedded';
import { AgentService } from '@clianta/agents/run-turn';
import type { Decision, TurnResult } from '@clianta/agents/turn-event.schema';
import { Inbound } from '@clianta/bot/inbound';
import { decisionInput } from '@clianta/bot/inbound/inputs';
import type { ConversationRecord } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { type Database, openDatabase } from '@clianta/crm-core/database';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { FolderStore } from '@clianta/crm-core/files/folder-store';
import { scopeOfUser } from '@clianta/crm-core/workspace/scope-of-user';
import { AuditTrail, type RecordChange } from './audit-trail.ts';
import { type SentMail, SentMailTrail } from './sent-mail.ts';

/** Who speaks, and where. */
export interface Speaker {
  workspaceId: string;
  userId: string;
}

export interface EvalWorldOptions {
  /** When the world stands; from then on its clock runs. */
  now: Date;
  /** Fills the empty database. */
  fill(crm: CrmCore): Promise<Speaker>;
}

/** One conversation of a person with the product. */
export interface Talk {
  /** Says something through the inbound path, and waits for the answer. */
  say(text: string): Promise<TurnResult>;
  /** Approves a proposal with a click; of a large one the count is typed. */
  approve(approval: NonNullable<TurnResult['approval']>): Promise<TurnResult>;
  /** Whether a question back waits for an answer. */
  isAsked(): Promise<boolean>;
  /** What was changed since the last look, oldest first. */
  changes(): Promise<RecordChange[]>;
  /** The mail that the outbox took since the last look. */
  sent(): Promise<SentMail[]>;
}

/** What a process has of the world. */
interface Own {
  database: Database;
  crm: CrmCore;
  service: AgentService;
  scope: Scope;
}

/**
 * A workspace on an embedded database of its own with a clock of its own, in which sentences are tried: each finds the
 * records as they were at first.
 */
export class EvalWorld {
  readonly #dataDir: string;
  readonly #database: Database;
  readonly #options: EvalWorldOptions;
  readonly #startedMs = performance.now();
  readonly #checkpoints: Checkpointer;
  readonly #speaker: Speaker;
  readonly #trail: AuditTrail;
  readonly #mail: SentMailTrail;
  #own: Own | undefined;
  #inbound: Inbound | undefined;

  private constructor(
    opened: { dataDir: string; database: Database; checkpoints: Checkpointer },
    options: EvalWorldOptions,
    speaker: Speaker,
    trails: { records: AuditTrail; mail: SentMailTrail },
  ) {
    this.#dataDir = opened.dataDir;
    this.#database = opened.database;
    this.#checkpoints = opened.checkpoints;
    this.#options = options;
    this.#speaker = speaker;
    this.#trail = trails.records;
    this.#mail = trails.mail;
  }

  static async open(options: EvalWorldOptions): Promise<EvalWorld> {
    const dataDir = mkdtempSync(join(tmpdir(), 'clianta-eval-'));
    const database = await openDatabase({ dataDir });
    const crm = new CrmCore({
      connection: database.connection,
      now: () => options.now,
      fileStore: new FolderStore(join(dataDir, 'files')),
    });
    await crm.store.ensureIndexes();
    const speaker = await options.fill(crm);
    const checkpoints = await openCheckpointer(database.uri);
    const trails = { records: await AuditTrail.from(crm.store), mail: await SentMailTrail.from(crm.store) };
    return new EvalWorld({ dataDir, database, checkpoints }, options, speaker, trails);
  }

  get crm(): CrmCore {
    return this.#use().crm;
  }

  get scope(): Scope {
    return this.#use().scope;
  }

  /** Begins anew: the records as they were, a conversation that nothing was said in, and nothing kept in memory. */
  async talk(): Promise<Talk> {
    await this.#reset();
    const { crm, service, scope } = this.#use();
    // each has its own count of messages: nobody is refused for being fast
    const inbound = new Inbound({ crm, service, owner: 'eval', workspaceOf: async () => scope.workspaceId });
    this.#inbound = inbound;
    const place = await conversationOfThread(crm, scope, { externalTeamId: '', threadId: newId() });
    const conversation = (): Promise<ConversationRecord> => crm.records(Conversation).get(scope, place.id);
    const ask = async (input: Parameters<Inbound['ask']>[2]): Promise<TurnResult> => {
      for await (const event of await inbound.ask(scope, await conversation(), input))
        if (event.type === 'done') return event.result;
      throw new Error('The turn ended without a result.');
    };
    return {
      say: (text) => ask({ text }),
      approve: ({ approvalId, typedCount }) => {
        const decision: Decision = { approvalId, decision: 'approve' };
        return ask(decisionInput({ ...decision, ...(typedCount !== undefined && { typedCount }) }));
      },
      isAsked: async () => (await conversation()).question !== undefined,
      changes: () => this.#trail.next(),
      sent: () => this.#mail.next(),
    };
  }

  async close(): Promise<void> {
    await this.#inbound?.stop(2_000);
    await this.#own?.database.stop();
    await this.#checkpoints.stop();
    await this.#database.stop();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  async #reset(): Promise<void> {
    await this.#inbound?.stop(2_000);
    this.#inbound = undefined;
    const isChanged = [await this.#trail.restore(), await this.#mail.restore()].includes(true);
    if (this.#own && !isChanged) return;
    // what a process keeps in memory of records would be of those that are gone
    await this.#own?.database.stop();
    const database = await openDatabase({ uri: this.#database.uri, dataDir: '' });
    const { now } = this.#options;
    const crm = new CrmCore({
      connection: database.connection,
      now: () => new Date(now.getTime() + performance.now() - this.#startedMs),
      fileStore: new FolderStore(join(this.#dataDir, 'files')),
    });
    const service = new AgentService({
      crm,
      models: embeddedModels(),
      checkpointer: this.#checkpoints.saver,
    });
    const { workspaceId, userId } = this.#speaker;
    this.#own = { database, crm, service, scope: await scopeOfUser(crm, workspaceId, userId, 'web') };
  }

  #use(): Own {
    if (!this.#own) throw new Error('Begin a talk first.');
    return this.#own;
  }
}
