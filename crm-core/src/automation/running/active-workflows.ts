import type { CrmCore } from '../../crm-core.ts';
import type { Definition } from '../definition.schema.ts';
import { Workflow, type WorkflowRecord } from '../workflow/workflow.schema.ts';
import { versionOf } from './versions.ts';

export interface ActiveWorkflow {
  workflow: WorkflowRecord;
  definition: Definition;
}

type ByEntity = ReadonlyMap<string, readonly ActiveWorkflow[]>;

interface Read {
  at: Date;
  found: Promise<ByEntity>;
}

/** More active workflows than that a workspace has not. */
const MOST = 500;

/** What runs in a workspace, by the kind of record that starts it. */
export class ActiveWorkflows {
  readonly #crm: CrmCore;
  readonly #reads = new Map<string, Read>();

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  /**
   * The workflows that were active when something happened. One reading does for all that happened before it began, so a
   * storm of events costs few, and what was switched on a moment before an event is not missed.
   */
  async of(workspaceId: string, entity: string, happenedAt: Date): Promise<readonly ActiveWorkflow[]> {
    const known = this.#reads.get(workspaceId);
    const read = known && known.at > happenedAt ? known : this.#read(workspaceId);
    return (await read.found).get(entity) ?? [];
  }

  #read(workspaceId: string): Read {
    const read = { at: this.#crm.now(), found: this.#find(workspaceId) };
    this.#reads.set(workspaceId, read);
    read.found.catch(() => this.#reads.delete(workspaceId));
    return read;
  }

  async #find(workspaceId: string): Promise<ByEntity> {
    const documents = await this.#crm.store
      .model(Workflow)
      .find({ workspaceId, isDeleted: false, status: 'active' })
      .limit(MOST)
      .lean<Array<WorkflowRecord & { _id: string }>>();
    const byEntity = new Map<string, ActiveWorkflow[]>();
    for (const { _id: id, ...rest } of documents) {
      const workflow = { ...rest, id } as WorkflowRecord;
      const version = await versionOf(this.#crm, workspaceId, id, workflow.liveVersion ?? 0);
      if (!version) continue;
      const { entity } = version.definition.trigger;
      byEntity.set(entity, [...(byEntity.get(entity) ?? []), { workflow, definition: version.definition }]);
    }
    return byEntity;
  }
}
