import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { type CallRecord, CallRecording, type Segment } from './call-recording.schema.ts';

/** A call with what was said in it, which readers of records are not shown. */
export type HeardCall = CallRecord & { segments: Segment[] };

type Spoken = Pick<HeardCall, 'segments' | 'summary'>;

/**
 * What was said in calls, by their ids; whoever reads it under the scope is told that it is from outside.
 *
 * @returns those that the scope may see
 */
export async function heardCalls(
  crm: CrmCore,
  scope: Scope,
  ids: readonly string[],
): Promise<ReadonlyMap<string, HeardCall>> {
  const records = await crm.records(CallRecording).getMany(scope, [...ids]);
  const found = await crm.store
    .model(CallRecording)
    .find({ workspaceId: scope.workspaceId, _id: { $in: [...records.keys()] } })
    .select({ segments: 1, summary: 1 })
    .lean<Array<{ _id: string } & Partial<Spoken>>>();
  return new Map(
    found.flatMap(({ _id, segments = [], summary = [] }) => {
      const record = records.get(_id);
      return record ? [[_id, { ...record, segments, summary }] as const] : [];
    }),
  );
}

/** One of them. @throws NotFoundError */
export async function heardCall(crm: CrmCore, scope: Scope, id: string): Promise<HeardCall> {
  const record = await crm.records(CallRecording).get(scope, id);
  return (await heardCalls(crm, scope, [id])).get(id) ?? { ...record, segments: [], summary: [] };
}
