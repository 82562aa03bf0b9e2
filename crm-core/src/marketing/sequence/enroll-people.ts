import { Contact, type ContactRecord } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { createOnce } from '../../entity/create-once.ts';
import { idFrom } from '../../entity/ids.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { InvalidError } from '../../errors.ts';
import { whyNotMany } from '../outbox/may-receive.ts';
import { phoneAccount } from '../phone-message/queue-phone-message.ts';
import { moveEnrollment } from './move-enrollment.ts';
import { Sequence, type SequenceRecord } from './sequence.schema.ts';
import { SequenceEnrollment, type SequenceEnrollmentRecord } from './sequence-enrollment.schema.ts';
import { SequenceVersion, type SequenceVersionRecord } from './sequence-version.schema.ts';
import { dueAfter, type OpenTimes } from './step-times.ts';

export interface Enrollable {
  people: ContactRecord[];
  /** Who is left out, and why. */
  leftOut: Array<{ contact: ContactRecord; reason: string }>;
}

/** Who may be taken into a sequence. Somebody who is on their way in any has enough mail. */
export async function enrollable(
  crm: CrmCore,
  workspaceId: string,
  sequence: SequenceRecord,
  contacts: readonly ContactRecord[],
): Promise<Enrollable> {
  const live = await crm.store
    .model(SequenceEnrollment)
    .find({
      workspaceId,
      contactId: { $in: contacts.map(({ id }) => id) },
      status: { $in: ['active', 'paused'] },
    })
    .select({ contactId: 1, sequenceId: 1 })
    .lean<Array<{ contactId: string; sequenceId: string }>>();
  const others = await crm.records(Sequence).getMany(
    systemScope(workspaceId),
    live.map(({ sequenceId }) => sequenceId),
  );
  const isIn = new Map(live.map(({ contactId, sequenceId }) => [contactId, sequenceId]));
  const hasMail = sequence.steps.some(({ kind }) => kind === 'email');
  const refusals = hasMail
    ? await whyNotMany(
        crm,
        workspaceId,
        contacts.map(({ id, email = '' }) => ({ address: email, contactId: id })),
        { purpose: 'marketing' },
      )
    : [];
  const result: Enrollable = { people: [], leftOut: [] };
  for (const [at, contact] of contacts.entries()) {
    const elsewhere = isIn.get(contact.id);
    const refusal = refusals[at];
    const reason = elsewhere
      ? elsewhere === sequence.id
        ? 'is in it already'
        : `is in “${others.get(elsewhere)?.name ?? 'another sequence'}” already`
      : refusal && refusal.reason !== 'tooOften'
        ? refusal.text.replace(/\.$/, '')
        : undefined;
    if (reason) result.leftOut.push({ contact, reason });
    else result.people.push(contact);
  }
  return result;
}

/** Why a sequence cannot be gone through. */
export function faultsOf({ name, steps }: SequenceRecord): string | undefined {
  if (steps.length === 0) return `“${name}” has no steps yet.`;
  const gap = /\[([a-z][^[\]"{}]{2,80})\]/i.exec(JSON.stringify(steps).replaceAll(/\{\{.*?\}\}/g, ''));
  if (gap && /\[[a-z]/i.test(gap[0]) && !gap[0].includes('":'))
    return `“${name}” does not say yet: ${gap[1]}.`;
  return undefined;
}

/** What its steps need that is not connected. */
export async function lackingOf(
  crm: CrmCore,
  { name, steps, workspaceId }: SequenceRecord,
): Promise<string | undefined> {
  for (const { kind } of steps)
    if ((kind === 'sms' || kind === 'voice') && !(await phoneAccount(crm, workspaceId, kind)))
      return `“${name}” has a step that needs ${kind === 'sms' ? 'text messages' : 'calls'}, which are not connected. An admin connects Twilio under Settings, Integrations.`;
  return undefined;
}

/**
 * Takes people into a sequence, with its steps as they are now: later edits are not for them. Repeated it changes nothing.
 *
 * @param cause - names this order: the same person by the same cause is taken in once
 */
export async function enrollPeople(
  crm: CrmCore,
  scope: Scope,
  sequence: SequenceRecord,
  contacts: readonly ContactRecord[],
  cause: string,
): Promise<SequenceEnrollmentRecord[]> {
  const fault = faultsOf(sequence) ?? (await lackingOf(crm, sequence));
  if (fault) throw new InvalidError(fault);
  if (sequence.status === 'archived') throw new InvalidError(`“${sequence.name}” has ended.`);
  const version = await versionFor(crm, sequence);
  const [first] = version.steps;
  if (!first) throw new InvalidError(`“${sequence.name}” has no steps yet.`);
  const { workspaceId } = sequence;
  const system = systemScope(workspaceId);
  const now = crm.now();
  const made: SequenceEnrollmentRecord[] = [];
  for (const contact of contacts) {
    const id = idFrom(`sequence:${sequence.id}:${contact.id}:${cause}`);
    const open = await openTimesFor(crm, sequence, version, contact);
    const { at: dueAt, wall } = dueAfter(now, first.delay, open);
    const { record, isNew } = await createOnce(crm, SequenceEnrollment, system, id, {
      sequenceId: sequence.id,
      contactId: contact.id,
      number: version.number,
      stepId: first.id,
      dueAt,
      ...(wall && { wall }),
      byId: scope.actor.id,
      liveKey: `${sequence.id}:${contact.id}`,
    });
    if (!isNew) continue;
    // a move of its own, so that it is told of
    await moveEnrollment(crm, record, { enrolledAt: now });
    made.push(record);
  }
  return made;
}

/** The version that is as the sequence is now; a new one where it was changed since. */
async function versionFor(crm: CrmCore, sequence: SequenceRecord): Promise<SequenceVersionRecord> {
  const { workspaceId, id: sequenceId, steps, window, days, exitOn, liveVersion } = sequence;
  const system = systemScope(workspaceId);
  const plan = { steps, window, days, exitOn };
  const last = liveVersion > 0 ? await versionOf(crm, workspaceId, sequenceId, liveVersion) : undefined;
  const same = (one: SequenceVersionRecord) =>
    JSON.stringify([one.steps, one.window, one.days, one.exitOn]) ===
    JSON.stringify([steps, window, days, exitOn]);
  const isSame = last && same(last);
  const number = isSame ? last.number : liveVersion + 1;
  const version = isSame
    ? last
    : (
        await createOnce(crm, SequenceVersion, system, idFrom(`${sequenceId}:version:${number}`), {
          sequenceId,
          number,
          ...plan,
        })
      ).record;
  if (sequence.status === 'draft' || number !== liveVersion)
    await crm.records(Sequence).update(system, sequenceId, {
      liveVersion: number,
      ...(sequence.status === 'draft' && { status: 'active' as const }),
    });
  return version;
}

export async function versionOf(
  crm: CrmCore,
  workspaceId: string,
  sequenceId: string,
  number: number,
): Promise<SequenceVersionRecord | undefined> {
  return crm.records(SequenceVersion).findOne(systemScope(workspaceId), { sequenceId, number });
}

/** When mail may go out to somebody: on their clock, else the workspace's. Holidays are those of today. */
export async function openTimesFor(
  crm: CrmCore,
  { workspaceId, holidays }: Pick<SequenceRecord, 'workspaceId' | 'holidays'>,
  { window, days }: Pick<SequenceVersionRecord, 'window' | 'days'>,
  { timeZone }: Pick<ContactRecord, 'timeZone'>,
): Promise<OpenTimes> {
  return { window, days, holidays, timeZone: timeZone ?? (await crm.facts(workspaceId)).timeZone };
}

/** Contacts of these ids that are there, in their order. */
export async function contactsOf(
  crm: CrmCore,
  workspaceId: string,
  ids: readonly string[],
): Promise<ContactRecord[]> {
  const found = await crm.records(Contact).getMany(systemScope(workspaceId), ids);
  return ids.flatMap((id) => {
    const contact = found.get(id);
    return contact && !contact.isDeleted ? [contact as ContactRecord] : [];
  });
}
