import type { CrmCore } from '../../crm-core.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { InvalidError } from '../../errors.ts';
import { EmailMessage } from '../email-message/email-message.schema.ts';
import { contactsOf, openTimesFor, versionOf } from './enroll-people.ts';
import { moveEnrollment } from './move-enrollment.ts';
import { Sequence, type SequenceRecord } from './sequence.schema.ts';
import { SequenceEnrollment, type SequenceEnrollmentRecord } from './sequence-enrollment.schema.ts';
import { sequenceSource } from './sequence-orders.ts';
import { firstOpen } from './step-times.ts';

/** No further step is taken by anybody in it until it goes on, by itself where an end was said. */
export async function pauseSequence(
  crm: CrmCore,
  scope: Scope,
  { id, name, status }: SequenceRecord,
  until?: Date,
): Promise<SequenceRecord> {
  if (status !== 'active' && status !== 'paused')
    throw new InvalidError(`“${name}” is ${status}: there is nothing to pause.`);
  const paused = await crm
    .records(Sequence)
    .update(scope, id, { status: 'paused', pausedUntil: until ?? null });
  // what waits in the outbox is held by nobody else
  await crm.store.model(EmailMessage).collection.updateMany(
    { workspaceId: scope.workspaceId, source: sequenceSource(id), status: { $in: ['queued', 'claimed'] } },
    {
      $set: { status: 'cancelled', why: 'the sequence is paused', updatedAt: crm.now() },
      $unset: { claim: 1, leaseUntil: 1 },
    },
  );
  return paused as SequenceRecord;
}

/** It goes on: what was due meanwhile comes in the next open time, one step each. */
export async function resumeSequence(
  crm: CrmCore,
  scope: Scope,
  sequence: SequenceRecord,
): Promise<SequenceRecord> {
  if (sequence.status !== 'paused')
    throw new InvalidError(`“${sequence.name}” is ${sequence.status}, not paused.`);
  const { workspaceId, id } = sequence;
  const now = crm.now();
  const due = await crm.store
    .model(SequenceEnrollment)
    .find({ workspaceId, sequenceId: id, status: 'active', dueAt: { $lte: now }, isDeleted: false })
    .lean<Array<Omit<SequenceEnrollmentRecord, 'id'> & { _id: string }>>();
  const people = new Map(
    (
      await contactsOf(
        crm,
        workspaceId,
        due.map(({ contactId }) => contactId),
      )
    ).map((one) => [one.id, one]),
  );
  for (const { _id, ...enrollment } of due) {
    const plan = await versionOf(crm, workspaceId, id, enrollment.number);
    const contact = people.get(enrollment.contactId);
    if (!plan || !contact) continue;
    const open = await openTimesFor(crm, sequence, plan, contact);
    await moveEnrollment(crm, { ...enrollment, id: _id }, { dueAt: firstOpen(now, open), wall: null });
  }
  return (await crm
    .records(Sequence)
    .update(scope, id, { status: 'active', pausedUntil: null })) as SequenceRecord;
}

/** Goes on with those whose pause is over. */
export async function resumeDueSequences(crm: CrmCore): Promise<void> {
  const over = await crm.store
    .model(Sequence)
    .find({ status: 'paused', pausedUntil: { $lte: crm.now() }, isDeleted: false })
    .lean<Array<{ _id: string; workspaceId: string }>>();
  for (const { _id, workspaceId } of over) {
    const system = systemScope(workspaceId);
    const sequence = (await crm.records(Sequence).getMany(system, [_id])).get(_id);
    if (sequence) await resumeSequence(crm, system, sequence as SequenceRecord);
  }
}
