import type { Connection } from 'mongoose';
import type { Stage } from './crm/pipeline/pipeline.schema.ts';
import type { CustomField } from './entity/custom-fields.ts';
import type { Entity } from './entity/define-entity.ts';
import { READ_MS } from './entity/read-budget.ts';
import { RecordService } from './entity/record-service.ts';
import { RecordStore } from './entity/record-store.ts';
import type { ServiceContext } from './entity/service-context.ts';
import { entities } from './registry.ts';

/** How long a workspace's zone and field definitions are believed by a process that did not change them itself. */
const CACHE_MS = 5_000;

export interface CrmCoreOptions {
  connection: Connection;
  /** The clock; a test passes its own. */
  now?: () => Date;
  /** How long one read may keep the database busy. Default 10 s. */
  readMs?: number;
}

/** What nearly every turn needs to know of a workspace; small, and seldom changed. */
export interface WorkspaceFacts {
  readAt: number;
  timeZone: string;
  currency: string;
  locale: string;
  allowedLinkHosts: string[];
  customFields: Array<CustomField & { entity: string }>;
  team: Array<{ id: string; name: string; email: string }>;
  pipelines: Array<{ id: string; name: string; isDefault: boolean; stages: Stage[] }>;
}

type Stored<T> = Array<Omit<T, 'id'> & { _id: string }>;

/** The CRM on one database: a RecordService for each entity. */
export class CrmCore {
  readonly store: RecordStore;
  readonly now: () => Date;
  readonly #services = new Map<string, RecordService<Entity>>();
  readonly #facts = new Map<string, Promise<WorkspaceFacts>>();
  readonly #context: ServiceContext;

  constructor(options: CrmCoreOptions) {
    this.store = new RecordStore(options.connection, entities, options.readMs);
    this.now = options.now ?? (() => new Date());
    this.#context = {
      store: this.store,
      now: this.now,
      readMs: options.readMs ?? READ_MS,
      timeZoneOf: async (workspaceId) => (await this.facts(workspaceId)).timeZone,
      currencyOf: async (workspaceId) => (await this.facts(workspaceId)).currency,
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

  /** The workspace's settings, own fields, team and pipelines; what another process changed is known within 5 s. */
  async facts(workspaceId: string): Promise<WorkspaceFacts> {
    const known = await this.#facts.get(workspaceId);
    if (known && Date.now() - known.readAt < CACHE_MS) return known;
    const fresh = this.#readFacts(workspaceId);
    this.#facts.set(workspaceId, fresh);
    fresh.catch(() => this.#facts.delete(workspaceId));
    return fresh;
  }

  async #readFacts(workspaceId: string): Promise<WorkspaceFacts> {
    const live = { workspaceId, isDeleted: false };
    const [workspace, customFields, team, pipelines] = await Promise.all([
      this.store.model('workspace').findOne({ _id: workspaceId }).lean<Partial<WorkspaceFacts>>(),
      this.store.model('customFieldDefinition').find(live).lean<WorkspaceFacts['customFields']>(),
      this.store
        .model('teamMember')
        .find(live)
        .sort({ name: 1 })
        .limit(500)
        .lean<Array<{ userId: string; name: string; email: string }>>(),
      this.store
        .model('pipeline')
        .find(live)
        .sort({ name: 1 })
        .limit(100)
        .lean<Stored<WorkspaceFacts['pipelines'][number]>>(),
    ]);
    return {
      readAt: Date.now(),
      timeZone: workspace?.timeZone ?? 'UTC',
      currency: workspace?.currency ?? 'USD',
      locale: workspace?.locale ?? 'en-US',
      allowedLinkHosts: workspace?.allowedLinkHosts ?? [],
      customFields,
      team: team.map(({ userId, name, email }) => ({ id: userId, name, email })),
      pipelines: pipelines.map(({ _id, name, isDefault, stages }) => ({ id: _id, name, isDefault, stages })),
    };
  }
}
