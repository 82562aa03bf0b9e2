import type { Connection } from 'mongoose';
import type { z } from 'zod';
import { CustomFieldDefinition } from './crm/custom-field-definition/custom-field-definition.schema.ts';
import { Pipeline, type PipelineRecord } from './crm/pipeline/pipeline.schema.ts';
import { exposed } from './entity/access.ts';
import { type Calendar, PLAIN_CALENDAR } from './entity/calendar.ts';
import type { CustomField } from './entity/custom-fields.ts';
import type { AnyRecord, Entity } from './entity/define-entity.ts';
import type { Money, Rate } from './entity/money.ts';
import type { StoredDocument } from './entity/outbox.ts';
import { phoneRegion } from './entity/phone-number.ts';
import { READ_MS } from './entity/read-budget.ts';
import { orderPath } from './entity/record-keys.ts';
import { RecordService } from './entity/record-service.ts';
import { RecordStore } from './entity/record-store.ts';
import type { ServiceContext } from './entity/service-context.ts';
import type { EventTransport } from './events/event-transport.ts';
import type { FileStore } from './files/file-store.ts';
import { Files } from './files/files.ts';
import { Integrations, type IntegrationsOptions } from './integrations/layer/integrations.ts';
import { entities as registered } from './registry.ts';
import { type PublicLinkOptions, PublicLinks } from './secrets/public-links.ts';
import type { JobType } from './work/define-job.ts';
import { type Enqueued, type EnqueueOptions, WorkQueue } from './work/work-queue.ts';
import type { AgentRule } from './workspace/agent-rules.schema.ts';
import { type ApprovalPolicy, DEFAULT_APPROVALS } from './workspace/approval-policy.ts';
import { type Local, localOf } from './workspace/local.ts';
import type { ModelBudget } from './workspace/model-budget.ts';
import { TeamMember, type TeamMemberRecord } from './workspace/team-member/team-member.schema.ts';
import { TokenLedger } from './workspace/token-ledger.ts';
import { Workspace } from './workspace/workspace/workspace.schema.ts';

/** How long a workspace's zone and field definitions are believed by a process that did not change them itself. */
const CACHE_MS = 5_000;

export interface CrmCoreOptions {
  connection: Connection;
  /** What there are records of. Default: those of the registry. */
  entities?: readonly Entity[];
  /** The clock; a test passes its own. */
  now?: () => Date;
  /** How long one read may keep the database busy. Default 10 s. */
  readMs?: number;
  /** Where the contents of files are kept; without it none can be saved or opened. */
  fileStore?: FileStore;
  /** The address people use, and what signs the addresses that open something by themselves. */
  links?: PublicLinkOptions;
  /** How other companies' systems are reached; without it none is. */
  integrations?: IntegrationsOptions;
}

/** What nearly every turn needs to know of a workspace; small, and seldom changed. */
export interface WorkspaceFacts {
  readAt: number;
  timeZone: string;
  currency: string;
  locale: string;
  /** The country whose numbers are written without a country code. */
  phoneRegion: ReturnType<typeof phoneRegion>;
  rates: Rate[];
  approvals: ApprovalPolicy;
  calendar: Calendar;
  agentRules: AgentRule[];
  modelBudget: ModelBudget;
  allowedLinkHosts: string[];
  workflowStartsPerMinute: number;
  customFields: Array<CustomField & { entity: string }>;
  team: Array<{ id: string; name: string; email: string; timeZone?: string; locale?: string }>;
  pipelines: PipelineRecord[];
  /** The records of every cached entity, by its name. */
  cached: ReadonlyMap<string, readonly AnyRecord[]>;
}

/** Records that begin with workflows in a minute, where the workspace has not said. */
const STARTS_PER_MINUTE = 100;
/** Records of one cached entity in a workspace; they are few. */
const MOST_CACHED = 500;

/** The CRM on one database: a RecordService for each entity. */
export class CrmCore {
  readonly store: RecordStore;
  readonly now: () => Date;
  /** What waits for its time. */
  readonly work: WorkQueue;
  /** What was spent on a vendor's language model. */
  readonly tokens: TokenLedger;
  /** Files of records and conversations. */
  readonly files: Files;
  /** Addresses that open something to whoever has them. */
  readonly links: PublicLinks;
  /** Other companies' systems. */
  readonly integrations: Integrations;
  /** What carries events; set by whoever connects them. */
  queues: Pick<EventTransport, 'rewrite'> | undefined;
  readonly #services = new Map<string, RecordService<Entity>>();
  readonly #facts = new Map<string, Promise<WorkspaceFacts>>();
  readonly #context: ServiceContext;

  constructor(options: CrmCoreOptions) {
    this.store = new RecordStore(options.connection, options.entities ?? registered, options.readMs);
    this.now = options.now ?? (() => new Date());
    this.work = new WorkQueue(options.connection, this.now);
    this.tokens = new TokenLedger(this);
    this.files = new Files(this, options.fileStore);
    this.links = new PublicLinks(options.links);
    this.integrations = new Integrations(this, options.integrations);
    this.#context = {
      store: this.store,
      records: (entity) => this.records(entity),
      now: this.now,
      readMs: options.readMs ?? READ_MS,
      timeZoneOf: async ({ workspaceId, actor }) => (await this.localOf(workspaceId, actor.id)).timeZone,
      phoneRegionOf: async (workspaceId) => (await this.facts(workspaceId)).phoneRegion,
      calendarOf: async (workspaceId) => (await this.facts(workspaceId)).calendar,
      moneyOf: (workspaceId) => this.moneyOf(workspaceId),
      customFieldsOf: async (workspaceId, entity) =>
        (await this.facts(workspaceId)).customFields.filter((field) => field.entity === entity),
      forgetCached: (workspaceId) => this.#facts.delete(workspaceId),
    };
  }

  records<E extends Entity>(entity: E): RecordService<E> {
    let service = this.#services.get(entity.name);
    if (!service) {
      service = new RecordService<Entity>(entity, this.#context);
      this.#services.set(entity.name, service);
    }
    return service as unknown as RecordService<E>;
  }

  /** Work for later, or for another process; see WorkQueue. */
  enqueue<S extends z.ZodObject>(
    job: JobType<S>,
    data: z.input<S>,
    options: EnqueueOptions,
  ): Promise<Enqueued> {
    return this.work.enqueue(job, data, options);
  }

  /** The workspace's settings, own fields, team and pipelines; what another process changed is known within 5 s. */
  async facts(workspaceId: string): Promise<WorkspaceFacts> {
    const reading = this.#facts.get(workspaceId);
    const known = await reading;
    if (known && Date.now() - known.readAt < CACHE_MS) return known;
    // of all that wait one reads anew
    if (this.#facts.get(workspaceId) !== reading) return this.facts(workspaceId);
    const fresh = this.#readFacts(workspaceId);
    this.#facts.set(workspaceId, fresh);
    fresh.catch(() => this.#facts.delete(workspaceId));
    return fresh;
  }

  /** How a member of the workspace reads dates, numbers and amounts. */
  async localOf(workspaceId: string, userId: string | undefined): Promise<Local> {
    return localOf(await this.facts(workspaceId), userId);
  }

  /** What the workspace compares amounts by. */
  async moneyOf(workspaceId: string): Promise<Money> {
    const { currency, rates } = await this.facts(workspaceId);
    return { currency, rates: new Map(rates.map((one) => [one.currency, one.rate])) };
  }

  async #readFacts(workspaceId: string): Promise<WorkspaceFacts> {
    const entities = [...this.store.entities.values()].filter(
      (entity) => entity.isCached && entity.name !== Workspace.name,
    );
    const [workspace, ...lists] = await Promise.all([
      this.store
        .model(Workspace.name)
        .findOne({ _id: workspaceId })
        .lean<Partial<WorkspaceFacts & Calendar>>(),
      ...entities.map((entity) => this.#all(entity, workspaceId)),
    ]);
    const cached = new Map(entities.map((entity, at) => [entity.name, lists[at] ?? []]));
    const team = (cached.get(TeamMember.name) ?? []) as TeamMemberRecord[];
    return {
      readAt: Date.now(),
      timeZone: workspace?.timeZone ?? 'UTC',
      currency: workspace?.currency ?? 'USD',
      locale: workspace?.locale ?? 'en-US',
      phoneRegion: phoneRegion(workspace?.locale ?? 'en-US'),
      rates: workspace?.rates ?? [],
      approvals: { ...DEFAULT_APPROVALS, ...workspace?.approvals },
      calendar: {
        weekStart: workspace?.weekStart ?? PLAIN_CALENDAR.weekStart,
        yearStart: workspace?.yearStart ?? PLAIN_CALENDAR.yearStart,
      },
      agentRules: workspace?.agentRules ?? [],
      modelBudget: workspace?.modelBudget ?? {},
      allowedLinkHosts: workspace?.allowedLinkHosts ?? [],
      workflowStartsPerMinute: workspace?.workflowStartsPerMinute ?? STARTS_PER_MINUTE,
      customFields: (cached.get(CustomFieldDefinition.name) ??
        []) as unknown as WorkspaceFacts['customFields'],
      team: team.map(({ userId, name, email, timeZone, locale }) => ({
        id: userId,
        name,
        email,
        ...(timeZone && { timeZone }),
        ...(locale && { locale }),
      })),
      pipelines: (cached.get(Pipeline.name) ?? []) as PipelineRecord[],
      cached,
    };
  }

  async #all(entity: Entity, workspaceId: string): Promise<AnyRecord[]> {
    const documents = await this.store
      .model(entity)
      .find({ workspaceId, isDeleted: false })
      .sort({ [orderPath('name')]: 1, _id: 1 })
      .limit(MOST_CACHED)
      .lean<StoredDocument[]>();
    return documents.map((document) => exposed(entity, document));
  }
}
