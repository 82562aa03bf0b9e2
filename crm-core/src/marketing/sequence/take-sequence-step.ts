import { Company } from '../../crm/company/company.schema.ts';
import { Contact, type ContactRecord } from '../../crm/contact/contact.schema.ts';
import { Task } from '../../crm/task/task.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { createOnce } from '../../entity/create-once.ts';
import { idFrom } from '../../entity/ids.ts';
import { isKnownPhone } from '../../entity/phone-number.ts';
import { systemScope } from '../../entity/scope.ts';
import { contentOf } from '../campaign/mail-content.ts';
import { mailsFor } from '../campaign/people.ts';
import { wallTime } from '../campaign/send-times.ts';
import { canBeRead, EmailAccount, type EmailAccountRecord } from '../email-account/email-account.schema.ts';
import { EmailBody } from '../email-message/email-body.schema.ts';
import { EmailMessage } from '../email-message/email-message.schema.ts';
import { whyNot } from '../outbox/may-receive.ts';
import { mailboxOf, queueMail } from '../outbox/queue-mail.ts';
import { whyNotPhoned } from '../phone-message/may-be-phoned.ts';
import { phoneZone } from '../phone-message/phone-hours.ts';
import { phoneAccount, queuePhoneMessage } from '../phone-message/queue-phone-message.ts';
import { unsubscribeLink } from '../suppression/unsubscribe.ts';
import { openTimesFor, versionOf } from './enroll-people.ts';
import { answerOf } from './has-answered.ts';
import { exitEnrollment, moveEnrollment } from './move-enrollment.ts';
import { returnsOn } from './returns-on.ts';
import { Sequence, type SequenceRecord } from './sequence.schema.ts';
import { SequenceEnrollment, type SequenceEnrollmentRecord } from './sequence-enrollment.schema.ts';
import { sequenceSource } from './sequence-orders.ts';
import type { SequenceStep } from './sequence-step.schema.ts';
import type { SequenceVersionRecord } from './sequence-version.schema.ts';
import { dueAfter, firstOpen, type OpenTimes } from './step-times.ts';

/** What steps need of the process that they are taken in. */
export interface SequencePorts {
  crm: CrmCore;
  /** Has a mailbox read now; undefined where nothing here reads mail. */
  sync?: ((account: EmailAccountRecord) => Promise<void>) | undefined;
  tell(note: {
    workspaceId: string;
    userId: string;
    key: string;
    title: string;
    body: string;
    recordId: string;
  }): Promise<void>;
}

/** A mailbox that was read longer ago may hold an answer that nobody knows of. */
const FRESH_MS = 10 * 60_000;
const HOLD_MS = 5 * 60_000;
const MOST_HELD_MS = 24 * 3_600_000;

interface At {
  ports: SequencePorts;
  enrollment: SequenceEnrollmentRecord;
  sequence: SequenceRecord;
  plan: SequenceVersionRecord;
  step: SequenceStep;
  contact: ContactRecord;
  open: OpenTimes;
}

/**
 * Takes the step that somebody is at, if it still is to be taken: everything is looked at anew. What a step does is keyed by
 * enrollment and step, and going on is one conditional write, so that a step that is taken twice is done once.
 */
export async function takeSequenceStep(
  ports: SequencePorts,
  workspaceId: string,
  { enrollmentId, version }: { enrollmentId: string; version: number },
): Promise<void> {
  const { crm } = ports;
  const system = systemScope(workspaceId);
  const stored = await crm.store
    .model(SequenceEnrollment)
    .findOne({ _id: enrollmentId, workspaceId, version, status: 'active', isDeleted: false })
    .lean<Omit<SequenceEnrollmentRecord, 'id'> & { _id: string }>();
  if (!stored) return;
  const enrollment = { ...stored, id: stored._id } as SequenceEnrollmentRecord;
  const sequence = (await crm.records(Sequence).getMany(system, [enrollment.sequenceId])).get(
    enrollment.sequenceId,
  );
  if (!sequence || sequence.isDeleted || sequence.status === 'archived')
    return void (await exitEnrollment(crm, enrollment, 'the sequence has ended'));
  // it stays where it is until the sequence goes on
  if (sequence.status !== 'active') return;
  const contact = (await crm.records(Contact).getMany(system, [enrollment.contactId])).get(
    enrollment.contactId,
  );
  if (!contact || contact.isDeleted)
    return void (await exitEnrollment(crm, enrollment, 'the contact is gone'));
  const plan = await versionOf(crm, workspaceId, sequence.id, enrollment.number);
  const step = plan?.steps.find(({ id }) => id === enrollment.stepId);
  if (!plan || !step) return void (await moveEnrollment(crm, enrollment, { status: 'finished' }));
  const now = crm.now();
  const dueAt = enrollment.wall
    ? wallTime(enrollment.wall.day, enrollment.wall.time, enrollment.wall.timeZone)
    : enrollment.dueAt;
  if (dueAt > now) return void (await moveEnrollment(crm, enrollment, { dueAt }));
  const open = await openTimesFor(crm, sequence, plan, contact as ContactRecord);
  const at: At = { ports, enrollment, sequence, plan, step, contact: contact as ContactRecord, open };
  if (await hasLeft(at)) return;
  return take(at);
}

/** They have answered, or their mail came back: it ends; away for a while: it waits. */
async function hasLeft({ ports: { crm }, enrollment, plan, contact, sequence }: At): Promise<boolean> {
  const lastMove = enrollment.heldSince ?? enrollment.enrolledAt ?? enrollment.createdAt;
  const answer = await answerOf(crm, enrollment, contact);
  if (answer?.kind === 'reply' && plan.exitOn.includes('reply'))
    return exitEnrollment(crm, enrollment, 'they answered').then(() => true);
  if (answer?.kind === 'bounce' && plan.exitOn.includes('bounce'))
    return exitEnrollment(crm, enrollment, 'a mail came back').then(() => true);
  if (answer?.kind !== 'autoReply' || answer.at < lastMove) return false;
  const body = await crm.store
    .model(EmailBody)
    .findOne({ _id: answer.messageId, workspaceId: enrollment.workspaceId })
    .lean<{ text?: string }>();
  const back = returnsOn(body?.text ?? '', answer.at);
  const now = crm.now();
  if (back <= now) return false;
  const open = await openTimesFor(crm, sequence, plan, contact);
  await moveEnrollment(crm, enrollment, { dueAt: firstOpen(back, open), wall: null, heldSince: now });
  return true;
}

async function take(at: At): Promise<void> {
  const { ports, enrollment, step, contact } = at;
  const { crm } = ports;
  switch (step.kind) {
    case 'wait':
      return goOn(at, {});
    case 'branch': {
      const is = await crm.records(Contact).count(systemScope(enrollment.workspaceId), {
        where: [{ field: 'id', op: 'eq', value: contact.id }, ...step.where],
      });
      return goOn(at, { ...(is > 0 && { goTo: step.goTo }) });
    }
    case 'task': {
      const assigneeId = contact.ownerId ?? enrollment.byId;
      await createOnce(
        crm,
        Task,
        systemScope(enrollment.workspaceId, `the sequence “${at.sequence.name}”`),
        idFrom(`sequence-task:${enrollment.id}:${step.id}`),
        {
          title: step.title.includes(contact.name)
            ? step.title
            : `${step.title}: ${contact.name}`.slice(0, 300),
          type: step.type,
          assigneeId,
          contactId: contact.id,
          ...(contact.companyId && { companyId: contact.companyId }),
          dueAt: crm.now(),
        },
      );
      return goOn(at, {});
    }
    case 'email':
      return mail(at, step);
    default:
      return phone(at, step);
  }
}

/** A text or a voicemail; both take consent, as the mails do. */
async function phone(at: At, step: Extract<SequenceStep, { kind: 'sms' | 'voice' }>): Promise<void> {
  const { ports, enrollment, sequence, contact } = at;
  const { crm } = ports;
  const { workspaceId } = enrollment;
  if (!(await phoneAccount(crm, workspaceId, step.kind)))
    return halt(at, 'Twilio is not connected. An admin connects it under Settings, Integrations.');
  const number = contact.phone?.replace(/ ext\..*$/, '') ?? '';
  if (!isKnownPhone(number)) return void (await exitEnrollment(crm, enrollment, 'there is no phone number'));
  const meant = { workspaceId, kind: step.kind, phone: number, purpose: 'marketing' as const };
  const no = await whyNotPhoned(crm, { ...meant, contactId: contact.id });
  if (no) return void (await exitEnrollment(crm, enrollment, no.replace(/\.$/, '').toLowerCase()));
  await queuePhoneMessage(crm, workspaceId, {
    kind: step.kind,
    phone: number,
    text: step.text.replaceAll('{{ contact.firstName }}', contact.name.split(' ')[0] ?? ''),
    purpose: 'marketing',
    timeZone: await phoneZone(crm, workspaceId, contact),
    contactId: contact.id,
    sendKey: `${sequenceSource(sequence.id)}:${enrollment.id}:${step.id}`,
    source: sequenceSource(sequence.id),
  });
  return goOn(at, {});
}

async function mail(at: At, step: Extract<SequenceStep, { kind: 'email' }>): Promise<void> {
  const { ports, enrollment, sequence, contact, open } = at;
  const { crm } = ports;
  const { workspaceId } = enrollment;
  const now = crm.now();
  const slot = firstOpen(now, open);
  if (slot > now) return void (await moveEnrollment(crm, enrollment, { dueAt: slot, wall: null }));
  if (!contact.email) return void (await exitEnrollment(crm, enrollment, 'there is no address'));
  const no = await whyNot(crm, workspaceId, {
    address: contact.email,
    contactId: contact.id,
    purpose: 'marketing',
  });
  if (no?.reason === 'tooOften')
    return void (await moveEnrollment(crm, enrollment, {
      dueAt: dueAfter(now, { n: 1, unit: 'businessDays' }, open).at,
      wall: null,
    }));
  if (no) return void (await exitEnrollment(crm, enrollment, no.text.replace(/\.$/, '').toLowerCase()));
  const account = await accountFor(at);
  if (!account) return halt(at, 'No mailbox is connected. Connect one under Settings, Mailboxes.');
  if (!(await isFresh(at, account))) return hold(at, account);
  const company = contact.companyId
    ? (await crm.records(Company).getMany(systemScope(workspaceId), [contact.companyId])).get(
        contact.companyId,
      )
    : undefined;
  const write = await mailsFor(crm, workspaceId, account);
  const isReply = enrollment.sentIds.length > 0;
  const subject = step.subject || (isReply ? `Re: ${enrollment.subject ?? ''}` : '');
  const content = contentOf({ purpose: 'marketing', subject, blocks: step.blocks, variants: [] }, 0);
  const written = write(content, contact as never, {
    company,
    unsubscribe: unsubscribeLink(crm, { workspaceId, address: contact.email, topic: '' }),
  });
  if (written.missing.length > 0)
    return halt(at, `A mail to ${contact.name} would have a gap: ${written.missing.join(' and ')} is empty.`);
  const id = await queueMail(crm, workspaceId, {
    accountId: account.id,
    to: [{ address: contact.email, name: contact.name }],
    subject: written.subject,
    text: written.text,
    html: written.html,
    purpose: 'marketing',
    sendKey: `${sequenceSource(sequence.id)}:${enrollment.id}:${step.id}`,
    source: sequenceSource(sequence.id),
    contactIds: [contact.id],
    ...(contact.companyId && { companyIds: [contact.companyId] }),
    ...(enrollment.threadId && { threadId: enrollment.threadId }),
    ...(isReply && { inReplyTo: enrollment.sentIds.at(-1), references: enrollment.sentIds.slice(-50) }),
  });
  const sent = await crm.store
    .model(EmailMessage)
    .findOne({ _id: id, workspaceId })
    .select({ messageId: 1, threadId: 1, subject: 1 })
    .lean<{ messageId: string; threadId?: string; subject: string }>();
  return goOn(at, {
    messageId: id,
    set: {
      accountId: account.id,
      sentIds: [...enrollment.sentIds, ...(sent ? [sent.messageId] : [])],
      subject: enrollment.subject ?? sent?.subject ?? '',
      ...(sent?.threadId && !enrollment.threadId && { threadId: sent.threadId }),
    },
  });
}

/** The mailbox that it began with; else that of whoever looks after the contact, or the one that was named. */
async function accountFor({ ports: { crm }, enrollment, sequence, contact }: At) {
  const { workspaceId, accountId } = enrollment;
  const fixed = accountId ?? (sequence.accountFrom === 'fixed' ? sequence.accountId : undefined);
  if (!fixed) return mailboxOf(crm, workspaceId, contact.ownerId ?? enrollment.byId);
  const { cached } = await crm.facts(workspaceId);
  return ((cached.get(EmailAccount.name) ?? []) as EmailAccountRecord[]).find(({ id }) => id === fixed);
}

/** Whether an answer that has come would be known of: what is never read is never fresh, and is not waited for. */
async function isFresh({ ports }: At, account: EmailAccountRecord): Promise<boolean> {
  if (!canBeRead(account) || !ports.sync) return true;
  const readMs = account.lastSyncedAt
    ? ports.crm.now().getTime() - account.lastSyncedAt.getTime()
    : undefined;
  return readMs !== undefined && readMs <= FRESH_MS;
}

/** Has the mailbox read, and looks again; for a day at most. */
async function hold(at: At, account: EmailAccountRecord): Promise<void> {
  const { ports, enrollment, contact } = at;
  const now = ports.crm.now();
  const since = enrollment.heldSince ?? now;
  if (now.getTime() - since.getTime() > MOST_HELD_MS)
    return halt(
      at,
      `${account.address} could not be read for a day, so nobody knows whether ${contact.name} answered.`,
    );
  await ports.sync?.(account);
  await moveEnrollment(ports.crm, enrollment, {
    dueAt: new Date(now.getTime() + HOLD_MS),
    wall: null,
    heldSince: since,
  });
}

/** Somebody has to look at it: it is paused, and who enrolled them is told. */
async function halt({ ports, enrollment, sequence, contact }: At, why: string): Promise<void> {
  if (!(await moveEnrollment(ports.crm, enrollment, { status: 'paused', exitReason: why.slice(0, 300) })))
    return;
  await ports.tell({
    workspaceId: enrollment.workspaceId,
    userId: enrollment.byId,
    key: `sequence:${enrollment.id}:${enrollment.version}`,
    title: `“${sequence.name}” is paused for ${contact.name}`,
    body: why,
    recordId: sequence.id,
  });
}

/** The step is done: the next one is due from now, or it was the last. */
async function goOn(
  { ports: { crm }, enrollment, plan, step, open }: At,
  {
    goTo,
    messageId,
    set = {},
  }: { goTo?: string; messageId?: string; set?: Partial<SequenceEnrollmentRecord> },
): Promise<void> {
  const now = crm.now();
  const place = plan.steps.findIndex(({ id }) => id === (goTo ?? step.id));
  const next = plan.steps[goTo ? place : place + 1];
  const done = [...enrollment.done, { stepId: step.id, at: now, ...(messageId && { messageId }) }].slice(
    -400,
  );
  if (!next || done.length >= 400) {
    await moveEnrollment(crm, enrollment, { ...set, done, status: 'finished' });
    return;
  }
  const { at: dueAt, wall } = dueAfter(now, next.delay, open);
  await moveEnrollment(crm, enrollment, {
    ...set,
    done,
    stepId: next.id,
    dueAt,
    wall: wall ?? null,
    heldSince: null,
  });
}
