import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import {
  EmailMessage,
  type EmailMessageRecord,
} from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { contactsOf, enrollable, enrollPeople } from '@clianta/crm-core/marketing/sequence/enroll-people';
import { leaveSequences } from '@clianta/crm-core/marketing/sequence/leave-sequences';
import { pauseSequence, resumeSequence } from '@clianta/crm-core/marketing/sequence/pause-sequence';
import { Sequence, type SequenceRecord } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import {
  SequenceEnrollment,
  type SequenceEnrollmentRecord,
} from '@clianta/crm-core/marketing/sequence/sequence-enrollment.schema';
import { sequenceSource } from '@clianta/crm-core/marketing/sequence/sequence-orders';
import { takeSequenceStep } from '@clianta/crm-core/marketing/sequence/take-sequence-step';
import { takeSequenceStepJob } from '@clianta/jobs/jobs/take-sequence-step.job';
import { describe, expect } from 'vitest';
import { people, readyForMarketing } from '../../support/campaign-runs.ts';
import { crmTest } from '../../support/fixtures.ts';
import type { TestDatabase, TestWorkspace } from '../../support/test-crm.ts';

/** A Monday, 10:00 in Berlin. */
const START = new Date('2026-11-30T09:00:00Z');
let now = START;
const at = (time: string) => {
  now = new Date(time);
};

const text = (said: string) => [{ kind: 'text' as const, text: said }];
const STEPS = [
  { id: 'a', kind: 'email' as const, subject: 'Tulips for {{ contact.firstName }}', blocks: text('First.') },
  {
    id: 'b',
    kind: 'email' as const,
    delay: { n: 2, unit: 'businessDays' as const },
    blocks: text('Second.'),
  },
  { id: 'c', kind: 'task' as const, delay: { n: 1 }, title: 'Call', type: 'call' as const },
  { id: 'd', kind: 'email' as const, delay: { n: 1 }, blocks: text('Last.') },
];

function sequenceRuns({ crm }: TestDatabase, { workspaceId, scope, system }: TestWorkspace) {
  const told: string[] = [];
  const synced: string[] = [];
  const ports = {
    crm,
    tell: async ({ body }: { body: string }) => void told.push(body),
    sync: async ({ address }: { address: string }) => void synced.push(address),
  };
  const live = (id: string) => crm.records(SequenceEnrollment).get(system, id);
  return {
    told,
    synced,
    live,
    async made(steps: unknown[] = STEPS): Promise<SequenceRecord> {
      const values = { name: `Nurture ${newId()}`, steps, ownerId: scope.actor.id };
      return (await crm.records(Sequence).create(scope, values as never)) as SequenceRecord;
    },
    async enroll(sequence: SequenceRecord, ids: string[], cause: string = newId()) {
      const contacts = await contactsOf(crm, workspaceId, ids);
      const current = (await crm.records(Sequence).get(scope, sequence.id)) as SequenceRecord;
      return enrollPeople(crm, scope, current, contacts, cause);
    },
    async step({ id }: Pick<SequenceEnrollmentRecord, 'id'>, version?: number) {
      const { version: own } = await live(id);
      await takeSequenceStep(ports, workspaceId, { enrollmentId: id, version: version ?? own });
    },
    async mails({ id }: SequenceRecord): Promise<EmailMessageRecord[]> {
      return crm.store
        .model(EmailMessage)
        .find({ workspaceId, source: sequenceSource(id) })
        .sort({ createdAt: 1 })
        .lean() as never;
    },
    /** Something comes in. */
    async received(values: Partial<EmailMessageRecord> & { from: { address: string } }, body = '') {
      const [account] = (await crm.records(EmailAccount).find(system)).records;
      const made = await crm.records(EmailMessage).create(system, {
        direction: 'in',
        status: 'received',
        accountId: account?.id ?? '',
        messageId: `<${newId()}@x.example>`,
        sentAt: now,
        ...values,
      } as never);
      await crm.records(EmailBody).create(system, { text: body }, { id: made.id });
    },
  };
}

const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { now: () => now })
  .extend('runs', async ({ db, home }) => {
    now = START;
    const account = await readyForMarketing(db, home);
    return { ...sequenceRuns(db, home), account };
  });

describe('somebody in a sequence', () => {
  it('waits, and goes on by what is so of them then', async ({ db, home, runs }) => {
    const [ada = '', bob = ''] = await people(db, home, 2);
    const sequence = await runs.made([
      { id: 'a', kind: 'wait', delay: { n: 2 } },
      {
        id: 'b',
        kind: 'branch',
        where: [{ field: 'leadGrade', op: 'eq', value: 'A' }],
        goTo: 'd',
      },
      { id: 'c', kind: 'email', subject: 'Tulips', blocks: text('For everybody else.') },
      { id: 'd', kind: 'task', title: 'Call', type: 'call' },
    ]);
    const [first, second] = await runs.enroll(sequence, [ada, bob]);
    if (!first || !second) throw new Error('nobody was enrolled');
    expect((await runs.live(first.id)).dueAt >= new Date('2026-12-02T00:00:00Z')).toBe(true);
    // it is looked at when the branch is reached, not when they were enrolled
    await db.crm.records(Contact).update(home.system, ada, { leadGrade: 'A' });
    for (const one of [first, second])
      for (let state = await runs.live(one.id); state.status === 'active'; state = await runs.live(one.id)) {
        if (state.dueAt > now) now = state.dueAt;
        await runs.step(one);
      }
    expect((await runs.mails(sequence)).map(({ contactIds }) => contactIds)).toEqual([[bob]]);
    const { records } = await db.crm.records(Task).find(home.scope);
    expect(records.map(({ contactId }) => contactId).sort()).toEqual([ada, bob].sort());
  });

  it('refuses a branch that leads to a step that there is not', async ({ runs }) => {
    const where = [{ field: 'leadGrade', op: 'eq', value: 'A' }];
    await expect(runs.made([{ id: 'b', kind: 'branch', where, goTo: 'x' }])).rejects.toThrow(
      'leads to a step that there is not',
    );
  });

  it('gets its steps one after the other, in one thread, on their clock', async ({ db, home, runs }) => {
    const [ada = ''] = await people(db, home, 1, { timeZone: 'America/New_York' });
    const sequence = await runs.made();
    const [enrollment] = await runs.enroll(sequence, [ada]);
    if (!enrollment) throw new Error('nobody was enrolled');
    // four in the morning in New York
    expect((await runs.live(enrollment.id)).dueAt.toISOString()).toBe('2026-11-30T14:00:00.000Z');
    await runs.step(enrollment);
    expect(await runs.mails(sequence)).toEqual([]);
    at('2026-11-30T14:02:00Z');
    await runs.step(enrollment);
    const [first] = await runs.mails(sequence);
    expect(first).toMatchObject({ subject: 'Tulips for Person0', purpose: 'marketing', contactIds: [ada] });
    expect((await runs.live(enrollment.id)).dueAt.toISOString()).toBe('2026-12-02T14:00:00.000Z');
    at('2026-12-02T14:05:00Z');
    await runs.step(enrollment);
    const [, second] = await runs.mails(sequence);
    expect(second).toMatchObject({
      subject: 'Re: Tulips for Person0',
      inReplyTo: first?.messageId,
      references: [first?.messageId],
    });
    at('2026-12-03T14:05:00Z');
    await runs.step(enrollment);
    const [task] = (await db.crm.records(Task).find(home.scope)).records;
    expect(task).toMatchObject({ title: 'Call: Person0 Miller', type: 'call', contactId: ada });
    at('2026-12-04T14:05:00Z');
    await runs.step(enrollment);
    expect(await runs.live(enrollment.id)).toMatchObject({ status: 'finished' });
    expect(await runs.mails(sequence)).toHaveLength(3);
  });

  it('gets no mail twice when a process ends between the mail and the note of it', async ({
    db,
    home,
    runs,
  }) => {
    const ids = await people(db, home, 1);
    const sequence = await runs.made();
    const [enrollment] = await runs.enroll(sequence, ids);
    if (!enrollment) throw new Error('nobody was enrolled');
    const before = await runs.live(enrollment.id);
    await Promise.all([runs.step(before, before.version), runs.step(before, before.version)]);
    expect(await runs.mails(sequence)).toHaveLength(1);
    // the note was lost
    await db.crm.store
      .model(SequenceEnrollment)
      .collection.updateOne(
        { _id: enrollment.id as never },
        { $set: { stepId: 'a', dueAt: START, version: before.version }, $unset: { wall: 1 } },
      );
    await runs.step(enrollment);
    expect(await runs.mails(sequence)).toHaveLength(1);
    expect((await runs.live(enrollment.id)).stepId).toBe('b');
  });

  it('leaves when they answer from any of their addresses, but not by mail of our own', async ({
    db,
    home,
    runs,
  }) => {
    const ids = await people(db, home, 2, { otherEmails: ['private@home.example'] });
    const sequence = await runs.made();
    const [one, two] = await runs.enroll(sequence, ids);
    if (!one || !two) throw new Error('nobody was enrolled');
    for (const each of [one, two]) await runs.step(each);
    const [, mail] = await runs.mails(sequence);
    at('2026-11-30T10:00:00Z');
    await runs.received({ from: { address: runs.account.address }, inReplyTo: mail?.messageId ?? '' });
    at('2026-12-02T09:00:00Z');
    await runs.step(two);
    expect((await runs.live(two.id)).stepId).toBe('c');
    await runs.received({ from: { address: 'private@home.example' } });
    await runs.step(one);
    expect(await runs.live(one.id)).toMatchObject({ status: 'exited', exitReason: 'they answered' });
  });

  it('waits while they are away, to the day that their machine says', async ({ db, home, runs }) => {
    const ids = await people(db, home, 1);
    const sequence = await runs.made();
    const [one] = await runs.enroll(sequence, ids);
    if (!one) throw new Error('nobody was enrolled');
    await runs.step(one);
    const [mail] = await runs.mails(sequence);
    at('2026-11-30T09:30:00Z');
    await runs.received(
      { from: { address: 'robot@x.example' }, autoKind: 'autoReply', inReplyTo: mail?.messageId ?? '' },
      'I am away until 14 December.',
    );
    at('2026-12-02T09:00:00Z');
    await runs.step(one);
    const away = await runs.live(one.id);
    expect([away.status, away.dueAt.toISOString()]).toEqual(['active', '2026-12-14T08:00:00.000Z']);
    at('2026-12-14T08:01:00Z');
    await runs.step(one);
    expect(await runs.mails(sequence)).toHaveLength(2);
  });

  it('leaves when they unsubscribe, book a meeting, or their deal is closed', async ({ db, home, runs }) => {
    const [a = '', b = ''] = await people(db, home, 2);
    const sequence = await runs.made();
    const [one, two] = await runs.enroll(sequence, [a, b]);
    if (!one || !two) throw new Error('nobody was enrolled');
    expect(await leaveSequences(db.crm, home.workspaceId, [a], 'meeting', 'a meeting was booked')).toBe(1);
    expect(await runs.live(one.id)).toMatchObject({ status: 'exited', exitReason: 'a meeting was booked' });
    await db.crm.records(Contact).update(home.scope, b, { consent: 'withdrawn' });
    await runs.step(two);
    expect(await runs.live(two.id)).toMatchObject({ status: 'exited' });
    expect(await runs.mails(sequence)).toEqual([]);
  });

  it('keeps the version that was approved, whatever is edited since', async ({ db, home, runs }) => {
    const [a = '', b = ''] = await people(db, home, 2);
    const sequence = await runs.made();
    const [one] = await runs.enroll(sequence, [a]);
    if (!one) throw new Error('nobody was enrolled');
    await db.crm.records(Sequence).update(home.scope, sequence.id, {
      steps: [{ ...STEPS[0], subject: 'Roses' }],
    } as never);
    const [two] = await runs.enroll(sequence, [b]);
    if (!two) throw new Error('nobody was enrolled');
    expect([one.number, two.number]).toEqual([1, 2]);
    for (const each of [one, two]) await runs.step(each);
    expect((await runs.mails(sequence)).map(({ subject }) => subject).sort()).toEqual([
      'Roses',
      'Tulips for Person0',
    ]);
  });

  it('is not written to before the mailbox was read, and not blindly after a day', async ({
    db,
    home,
    runs,
  }) => {
    await db.crm
      .records(EmailAccount)
      .update(home.system, runs.account.id, { imap: { host: 'imap.example', port: 993 } });
    const ids = await people(db, home, 1);
    const sequence = await runs.made();
    const [one] = await runs.enroll(sequence, ids);
    if (!one) throw new Error('nobody was enrolled');
    await runs.step(one);
    expect([await runs.mails(sequence), runs.synced]).toEqual([[], [runs.account.address]]);
    at('2026-11-30T09:05:00Z');
    await db.crm.records(EmailAccount).update(home.system, runs.account.id, { lastSyncedAt: now });
    await runs.step(one);
    expect(await runs.mails(sequence)).toHaveLength(1);
    at('2026-12-02T08:00:00Z');
    await runs.step(one);
    at('2026-12-03T08:05:00Z');
    await runs.step(one);
    expect(await runs.mails(sequence)).toHaveLength(1);
    expect(await runs.live(one.id)).toMatchObject({ status: 'paused' });
    expect(runs.told.join()).toContain('could not be read for a day');
  });

  it('has a mailbox that was not read lately read first, by the job that reads mailboxes', async ({
    db,
    home,
    runs,
  }) => {
    at('2026-11-30T09:00:00Z');
    const imap = { host: 'imap.own.example', port: 993, security: 'tls' as const };
    await db.crm.records(EmailAccount).update(home.system, runs.account.id, { imap });
    const [one] = await runs.enroll(await runs.made(), await people(db, home, 1));
    const { id: enrollmentId, version } = await runs.live(one?.id ?? '');
    const context = { crm: db.crm, workspaceId: home.workspaceId } as never;
    await takeSequenceStepJob.run(context, { enrollmentId, version });
    const waiting = await db.crm.work.list(home.workspaceId, { states: ['waiting'], limit: 20 });
    expect(waiting.filter(({ job }) => job === 'sync_mail_account')).toMatchObject([
      { data: { accountId: runs.account.id } },
    ]);
    expect(await runs.live(enrollmentId)).toMatchObject({ status: 'active', stepId: 'a' });
  });

  it('is in one sequence at a time, and in one only once', async ({ db, home, runs }) => {
    const ids = await people(db, home, 2);
    const [first, second] = [await runs.made(), await runs.made()];
    await runs.enroll(first, ids.slice(0, 1), 'same');
    expect(await runs.enroll(first, ids.slice(0, 1), 'same')).toEqual([]);
    expect(await runs.enroll(first, ids.slice(0, 1), 'another')).toEqual([]);
    const contacts = await contactsOf(db.crm, home.workspaceId, ids);
    const { people: free, leftOut } = await enrollable(db.crm, home.workspaceId, second, contacts);
    expect(free.map(({ id }) => id)).toEqual(ids.slice(1));
    expect(leftOut[0]?.reason).toBe(`is in “${first.name}” already`);
  });
});

it('a paused sequence takes no step, and each goes on with one when it goes on', async ({
  db,
  home,
  runs,
}) => {
  const ids = await people(db, home, 1);
  const sequence = await runs.made();
  const [one] = await runs.enroll(sequence, ids);
  if (!one) throw new Error('nobody was enrolled');
  const current = (await db.crm.records(Sequence).get(home.scope, sequence.id)) as SequenceRecord;
  const paused = await pauseSequence(db.crm, home.scope, current);
  await runs.step(one);
  expect(await runs.mails(sequence)).toEqual([]);
  // a Saturday, after all steps would have been due
  at('2026-12-12T09:00:00Z');
  await resumeSequence(db.crm, home.scope, paused);
  expect((await runs.live(one.id)).dueAt.toISOString()).toBe('2026-12-14T08:00:00.000Z');
  at('2026-12-14T08:00:00Z');
  await runs.step(one);
  await runs.step(one);
  expect(await runs.mails(sequence)).toHaveLength(1);
});

it('a step that needs text messages says so, and nobody is enrolled', async ({ db, home, runs }) => {
  const ids = await people(db, home, 1);
  const sequence = await runs.made([{ id: 'a', kind: 'sms', text: 'Hello' }]);
  await expect(runs.enroll(sequence, ids)).rejects.toThrow(/text messages, which are not connected/);
});
