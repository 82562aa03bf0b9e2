import { isDeepStrictEqual } from 'node:util';
import type { CrmCore } from '../../crm-core.ts';
import { requireAccess } from '../../entity/access.ts';
import { createOnce } from '../../entity/create-once.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { InvalidError } from '../../errors.ts';
import type { Definition } from '../definition.schema.ts';
import { faultsHere } from '../faults.ts';
import { Workflow, type WorkflowRecord } from '../workflow/workflow.schema.ts';
import { LIVE, WorkflowEnrollment } from '../workflow/workflow-enrollment.schema.ts';
import { WorkflowVersion } from '../workflow/workflow-version.schema.ts';
import { enqueueStep } from './start-run.ts';
import { versionId, versionOf } from './versions.ts';

/**
 * Has a workflow run as its draft says, with the rights of who asks for it. What has begun keeps the version that it
 * began with.
 *
 * @throws InvalidError when it needs something that there is not
 */
export async function publishWorkflow(
  crm: CrmCore,
  scope: Scope,
  workflow: WorkflowRecord,
): Promise<WorkflowRecord> {
  requireAccess(Workflow, scope, 'update');
  const { id, workspaceId, draft, liveVersion = 0 } = workflow;
  if (!draft) throw new InvalidError(`The workflow “${workflow.name}” has no steps yet.`);
  const [fault] = await faultsHere(crm, workspaceId, draft);
  if (fault) throw new InvalidError(`The workflow “${workflow.name}” cannot be turned on: ${fault}.`);
  const live = await versionOf(crm, workspaceId, id, liveVersion);
  const isSame = (other: unknown) => isDeepStrictEqual(plain(other), plain(draft));
  const number =
    live && isSame(live.definition) ? liveVersion : await newVersion(crm, scope, workflow, isSame);
  // as who asked, by the one way that there is to turn one on
  const own: Scope = { ...scope, role: 'system' };
  const after = await crm.records(Workflow).update(own, id, {
    status: 'active',
    liveVersion: number,
    runAsId: scope.actor.id,
    pausedBecause: null,
    ...(draft.trigger.on === 'schedule' && { lastSlot: crm.now() }),
  } as never);
  await resume(crm, workspaceId, id);
  return after;
}

/** The number of a version that is as the draft; an undo leaves versions behind that are not. */
async function newVersion(
  crm: CrmCore,
  { actor }: Scope,
  { id, workspaceId, draft, liveVersion = 0 }: WorkflowRecord,
  isSame: (other: unknown) => boolean,
): Promise<number> {
  for (let number = liveVersion + 1; ; number++) {
    const { record } = await createOnce(
      crm,
      WorkflowVersion,
      systemScope(workspaceId),
      versionId(id, number),
      { workflowId: id, number, definition: draft as Definition, publishedById: actor.id },
    );
    if (isSame(record.definition)) return number;
  }
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const BATCH = 500;

/** What waited while it was paused goes on. */
async function resume(crm: CrmCore, workspaceId: string, workflowId: string): Promise<void> {
  const now = crm.now();
  const waiting = crm.store
    .model(WorkflowEnrollment)
    .find({ workspaceId, workflowId, status: { $in: [...LIVE] }, dueAt: { $lte: now } })
    .select({ _id: 1, seq: 1 })
    .limit(BATCH)
    .lean<Array<{ _id: string; seq: number }>>();
  // of more, the sweeper takes the rest up
  for (const { _id: id, seq } of await waiting) await enqueueStep(crm, workspaceId, { id, seq, dueAt: now });
}
