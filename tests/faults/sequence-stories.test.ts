import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import {
  EmailMessage,
  type EmailMessageRecord,
} from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { Sequence } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import {
  SequenceEnrollment,
  type SequenceEnrollmentRecord,
} from '@clianta/crm-core/marketing/sequence/sequence-enrollment.schema';
import { TAKE_SEQUENCE_STEP } from '@clianta/crm-core/marketing/sequence/sequence-orders';
import { Suppression } from '@clianta/crm-core/marketing/suppression/suppression.schema';
import { expect, test, vi } from 'vitest';
import { signedIn } from '../support/api-server.ts';
import { anOutreachWorld, CHANNELS } from '../support/outreach-world.ts';
import { aCompany, aContact, TEST_PASSWORD } from '../support/test-crm.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 });
const PATIENCE = { timeout: 120_000, interval: 500 };
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

// biome-ignore lint/correctness/noEmptyPattern: vitest reads from it what a fixture is made of
const it = test.extend('world', { scope: 'file' }, async ({}, { onCleanup }) => {
  const world = await anOutreachWorld();
  onCleanup(world.close);
  return world;
});

/** In each channel the story is of other people. */
const OF = {
  'the web chat': { tag: 'web', company: 'Fernway', answers: 'Olga', silent: 'Piet' },
  Teams: { tag: 'teams', company: 'Lindale', answers: 'Runa', silent: 'Sten' },
} as const;

/** Where it is noon, so that mail may go out whenever this runs. */
function noonZone(): string {
  const ahead = 12 - new Date().getUTCHours();
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

it.for(CHANNELS)(
  'in %s, a sequence of five mails ends after the second for whoever answered just before the third, and goes on for others',
  async (channel, { world }) => {
    const { crm, imap, smtp, system, workspaceId } = world;
    const { tag, company: name, answers, silent } = OF[channel];
    const member = await world.member(`Sven-${tag} Moss`, 'admin');
    const own = `sven.${tag}@own.example`;
    const account = await world.mailbox(member, own, {
      imap: { host: '127.0.0.1', port: imap.port, security: 'none' },
    });
    const company = await aCompany(crm, world.scope, { name });
    const timeZone = noonZone();
    const person = async (first: string) => {
      const email = `${first.toLowerCase()}@${tag}-people.example`;
      const values = { companyId: company.id, consent: 'given' as const, ownerId: member.actor.id, timeZone };
      return { ...(await aContact(crm, world.scope, { name: `${first} ${name}`, email, ...values })), email };
    };
    const [her, him] = [await person(answers), await person(silent)];
    const { say, approve } = await world.talker(member, channel);

    await say(`A 5-step nurture for ${tag} pilots`, /with 5 steps/);
    await say('It offers a free trial of 30 days', /[\s\S]/);
    await say('It offers help with the set-up', /[\s\S]/);
    const [sequence] = (await crm.records(Sequence).find(system, { sort: '-createdAt', limit: 1 })).records;
    const steps = sequence?.steps ?? [];
    expect(steps.map(({ kind }) => kind)).toEqual(['email', 'email', 'email', 'email', 'email']);
    // also at the weekend, as its page sets it
    const api = await signedIn(world, member.email, TEST_PASSWORD);
    const days = { days: [1, 2, 3, 4, 5, 6, 7] };
    expect((await api.call('PATCH', `/sequences/${sequence?.id}`, days)).status).toBe(200);
    await approve(`Put ${name}'s people into the sequence`, /2 people are in/);

    const where = { workspaceId, sequenceId: sequence?.id };
    const rowOf = ({ id }: { id: string }) =>
      crm.store
        .model(SequenceEnrollment)
        .findOne({ ...where, contactId: id })
        .lean<SequenceEnrollmentRecord & { _id: string }>();
    /** The time has come for somebody to take this step; it is ordered as the clock orders it, once a few seconds have passed or minutes. */
    const due = async (who: { id: string }, at: number) => {
      const row = await rowOf(who);
      if (row?.status !== 'active' || row.stepId !== steps[at]?.id) return;
      const now = new Date();
      if (row.dueAt > now)
        await crm.store
          .model(SequenceEnrollment)
          .collection.updateOne(
            { _id: row._id as never, version: row.version },
            { $set: { dueAt: now }, $unset: { wall: '' } },
          );
      const order = { enrollmentId: row._id, version: row.version };
      await crm.enqueue(TAKE_SEQUENCE_STEP, order, { workspaceId, key: row._id, at: now });
    };
    const mailsOf = ({ id }: { id: string }) =>
      crm.store
        .model(EmailMessage)
        .find({ workspaceId, contactIds: id, direction: 'out' })
        .sort({ createdAt: 1 })
        .lean<Array<EmailMessageRecord & { _id: string }>>();
    const goesOut = (who: { id: string }, at: number) =>
      vi.waitFor(async () => {
        await due(who, at);
        const mails = await mailsOf(who);
        expect(mails.map(({ status }) => status)).toEqual(Array.from({ length: at + 1 }, () => 'sent'));
        return mails;
      }, PATIENCE);
    /** What they have had was days ago. */
    const daysPass = async (who: { id: string }) => {
      const mails = (await mailsOf(who)).map(({ _id }) => _id);
      await crm.store
        .model(EmailMessage)
        .collection.updateMany(
          { _id: { $in: mails as never[] } },
          { $set: { sentAt: new Date(Date.now() - 2 * DAY_MS) } },
        );
    };

    for (const at of [0, 1]) {
      for (const who of [her, him]) await goesOut(who, at);
      for (const who of [her, him]) await daysPass(who);
    }
    const [first, second] = await mailsOf(her);
    const arrived = (email: string) => smtp.arrived.filter(({ to }) => to.includes(email));
    expect(arrived(her.email)).toHaveLength(2);
    expect(arrived(her.email)[1]?.source.replace(/\r?\n[ \t]+/g, ' ')).toContain(
      `In-Reply-To: ${first?.messageId}`,
    );

    // she answers while the server is down, and nobody has read the mailbox for a while
    await world.kill();
    await imap.put(
      [
        `From: ${her.name} <${her.email}>`,
        `To: ${own}`,
        `Subject: Re: ${second?.subject}`,
        `Message-ID: <yes-${tag}@people.example>`,
        `In-Reply-To: ${second?.messageId}`,
        `References: ${first?.messageId} ${second?.messageId}`,
        `Date: ${new Date().toUTCString()}`,
        '',
        'I know enough by now.',
        'Please take me off your list.',
        '',
      ].join('\n'),
    );
    await crm.store
      .model(EmailAccount)
      .collection.updateOne(
        { _id: account.id as never },
        { $set: { lastSyncedAt: new Date(Date.now() - 11 * MINUTE_MS) } },
      );
    for (const who of [her, him]) await due(who, 2);
    await world.start();

    await vi.waitFor(async () => {
      expect(await rowOf(her)).toMatchObject({ status: 'exited', exitReason: 'they answered' });
    }, PATIENCE);
    await goesOut(him, 2);
    expect(arrived(him.email)).toHaveLength(3);
    expect(arrived(her.email)).toHaveLength(2);
    expect(await mailsOf(her)).toHaveLength(2);
    await say('Where do people drop out?', /of 2 people 1 answered, 1 are on their way/);

    // what she asks for is for a person to decide on
    expect(await crm.records(Contact).get(system, her.id)).toMatchObject({ consent: 'given' });
    await vi.waitFor(async () => {
      const { body } = await api.call('GET', '/notices?limit=50');
      expect(JSON.stringify(body)).toContain(
        `“Please take me off your list.” Say “never mail ${her.name} again”`,
      );
    }, PATIENCE);
    await say(`Never mail ${her.name} again`, /gets no campaigns or sequences any more/);
    const blocked = { where: [{ field: 'address', op: 'eq' as const, value: her.email }] };
    expect(await crm.records(Suppression).count(system, blocked)).toBe(1);
  },
);
