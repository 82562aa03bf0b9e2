import { Readable } from 'node:stream';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { IntentSignal } from '@clianta/crm-core/intelligence/intent-signal/intent-signal.schema';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { Form, type FormRecord } from '@clianta/crm-core/marketing/form/form.schema';
import {
  confirmableAt,
  confirmSubmission,
} from '@clianta/crm-core/marketing/form-submission/confirm-submission';
import { FormSubmission } from '@clianta/crm-core/marketing/form-submission/form-submission.schema';
import {
  receiveSubmission,
  TAKE_SUBMISSION,
} from '@clianta/crm-core/marketing/form-submission/receive-submission';
import { DELIVER_MAGNET, deliverMagnet } from '@clianta/crm-core/marketing/lead-magnet/deliver-magnet';
import { LeadMagnet } from '@clianta/crm-core/marketing/lead-magnet/lead-magnet.schema';
import { magnetAt } from '@clianta/crm-core/marketing/lead-magnet/magnet-link';
import { takeSubmissionJob } from '@clianta/jobs/jobs/take-submission.job';
import { expect } from 'vitest';
import { aClientId } from '../../support/filled-form.ts';
import { crmTest } from '../../support/fixtures.ts';
import { workflowRuns } from '../../support/workflow-runs.ts';

const START = new Date('2026-03-02T09:00:00Z');
const DAY_MS = 86_400_000;
let now = START;

const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { now: () => now })
  .extend('forms', async ({ db: { crm }, home }) => {
    now = START;
    const { workspaceId, scope, system } = home;
    const submissions = crm.records(FormSubmission);
    return {
      make: (values: object = {}) =>
        crm.records(Form).create(scope, {
          name: 'Newsletter',
          fields: [{ name: 'email', label: 'E-mail', type: 'email', required: true, mapsTo: 'email' }],
          consentText: 'Write to me.',
          ...values,
        } as never) as Promise<FormRecord>,
      mailbox: () =>
        crm.records(EmailAccount).create(scope, {
          address: `team-${workspaceId}@clianta.example`,
          ownerId: scope.actor.id,
          smtp: { host: 'smtp.clianta.example', port: 465 },
          isForTeam: true,
        }),
      send: (form: FormRecord, email: string, clientId = aClientId()) =>
        receiveSubmission(crm, form, { clientId, values: { email }, isAgreed: true }),
      /** Does what waits, as the worker does. */
      async take() {
        const waiting = await crm.work.list(workspaceId, { states: ['waiting'], limit: 500 });
        for (const { _id: id, data } of waiting.filter(({ job }) => job === TAKE_SUBMISSION.name))
          await takeSubmissionJob.run(
            {
              crm,
              notify: async () => {},
              ...{ id, workspaceId, attempt: 1, scope: system, signal: AbortSignal.timeout(10_000) },
            },
            TAKE_SUBMISSION.data.parse(data),
          );
      },
      all: async () => (await submissions.find(system, { sort: 'at', limit: 200 })).records,
      people: async () => (await crm.records(Contact).find(scope, { limit: 100 })).records,
      async mails() {
        const { records } = await crm.records(EmailMessage).find(system, { sort: 'createdAt', limit: 100 });
        const bodies = await crm.records(EmailBody).getMany(
          system,
          records.map(({ id }) => id),
        );
        return records.map(({ id, to, purpose }) => ({ to, purpose, text: bodies.get(id)?.text ?? '' }));
      },
    };
  });

const tokenIn = (text: string): string => /\/confirm\/([\w-]+)/.exec(text)?.[1] ?? '';

it('makes nobody of an address that is to be confirmed until it is, and then once however often that is pressed', async ({
  db: { crm },
  forms,
}) => {
  await forms.mailbox();
  const form = await forms.make({ doubleOptIn: true });
  await forms.send(form, 'ada@quist.example');
  await forms.take();
  expect(await forms.people()).toEqual([]);
  expect(await forms.all()).toMatchObject([{ status: 'pending' }]);
  const [mail, ...more] = await forms.mails();
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ to: [{ address: 'ada@quist.example' }], purpose: 'service' });
  for (let times = 0; times < 2; times++) {
    const found = await confirmableAt(crm, tokenIn(mail?.text ?? ''));
    expect(found?.isOver).toBe(false);
    if (found) await confirmSubmission(crm, found, '203.0.113.7');
    await forms.take();
  }
  expect(await forms.people()).toMatchObject([{ email: 'ada@quist.example', consent: 'given' }]);
  expect(await forms.all()).toMatchObject([
    { status: 'confirmed', consent: { text: 'Write to me.', confirmedFrom: '203.0.113.7' } },
  ]);
});

it('gives consent anew to somebody who had withdrawn it only by what came back by mail', async ({
  db: { crm },
  home,
  forms,
}) => {
  await forms.mailbox();
  await crm
    .records(Contact)
    .create(home.scope, { name: 'Bo', email: 'bo@lind.example', consent: 'withdrawn' });
  const plain = await forms.make();
  await forms.send(plain, 'bo@lind.example');
  await forms.take();
  expect(await forms.people()).toMatchObject([{ consent: 'withdrawn' }]);
  const form = await forms.make({ name: 'Confirmed', doubleOptIn: true });
  await forms.send(form, 'bo@lind.example');
  await forms.take();
  const [mail] = await forms.mails();
  const found = await confirmableAt(crm, tokenIn(mail?.text ?? ''));
  if (found) await confirmSubmission(crm, found, undefined);
  await forms.take();
  expect(await forms.people()).toMatchObject([{ name: 'Bo', consent: 'given' }]);
});

it('can be confirmed for seven days, and not after', async ({ db: { crm }, forms }) => {
  await forms.mailbox();
  await forms.send(await forms.make({ doubleOptIn: true }), 'ada@quist.example');
  await forms.take();
  const [mail] = await forms.mails();
  now = new Date(START.getTime() + 7 * DAY_MS + 1);
  const found = await confirmableAt(crm, tokenIn(mail?.text ?? ''));
  expect(found?.isOver).toBe(true);
  if (found) await expect(confirmSubmission(crm, found, undefined)).rejects.toThrow(/seven days/);
  expect(await forms.people()).toEqual([]);
  expect(await confirmableAt(crm, 'made-up')).toBeUndefined();
});

it('mails one address three times in a day at most, whatever the form', async ({ forms }) => {
  await forms.mailbox();
  for (let count = 1; count <= 4; count++)
    await forms.send(await forms.make({ name: `Form ${count}`, doubleOptIn: true }), 'ada@quist.example');
  await forms.take();
  expect(await forms.mails()).toHaveLength(3);
  const states = (await forms.all()).map(({ status }) => status).sort();
  expect(states).toEqual(['pending', 'pending', 'pending', 'spam']);
  now = new Date(START.getTime() + DAY_MS + 1);
  await forms.send(await forms.make({ name: 'Form 5', doubleOptIn: true }), 'ada@quist.example');
  await forms.take();
  expect(await forms.mails()).toHaveLength(4);
});

it('waits for a mailbox, and says so', async ({ forms }) => {
  await forms.send(await forms.make({ doubleOptIn: true }), 'ada@quist.example');
  await expect(forms.take()).rejects.toThrow(/mailbox/);
  expect((await forms.all())[0]?.trouble).toMatch(/Settings, Mailboxes/);
  await forms.mailbox();
  await forms.take();
  expect((await forms.all())[0]).toMatchObject({ status: 'pending' });
  expect((await forms.all())[0]?.trouble).toBeFalsy();
});

it('mails what the form gives, by a link that ends, and the same mail once', async ({
  db: { crm },
  home,
  forms,
}) => {
  await forms.mailbox();
  const form = await forms.make();
  const stream = Readable.from([Buffer.from('How to grow tulips.')]);
  const { id: fileId } = await crm.files.save(home.scope, { name: 'guide.txt', stream });
  const magnet = await crm
    .records(LeadMagnet)
    .create(home.scope, { name: 'The guide', fileId, formId: form.id, expiresDays: 3 });
  const { id: submissionId } = await forms.send(form, 'ada@quist.example');
  await forms.take();
  const [wanted] = (await crm.work.list(home.workspaceId, { states: ['waiting'], limit: 50 })).filter(
    ({ job }) => job === DELIVER_MAGNET.name,
  );
  expect(wanted?.data).toEqual({ magnetId: magnet.id, submissionId });
  for (let times = 0; times < 2; times++)
    await deliverMagnet(crm, home.workspaceId, { magnetId: magnet.id, submissionId });
  const [mail, ...others] = await forms.mails();
  expect(others).toEqual([]);
  const token = /\/get\/([\w.-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
  expect(await magnetAt(crm, token)).toMatchObject({ magnet: { id: magnet.id }, isOver: false });
  const [id, until, mark] = token.split('.');
  for (const forged of [`${id}.zzzzzzz.${mark}`, `${form.id}.${until}.${mark}`, `${id}.${until}.`])
    expect(await magnetAt(crm, forged)).toBeUndefined();
  now = new Date(START.getTime() + 3 * DAY_MS + 1_000);
  expect(await magnetAt(crm, token)).toMatchObject({ isOver: true });
});

it('puts aside what comes by the hundred in a minute, and mails nobody of it', async ({ forms }) => {
  await forms.mailbox();
  const form = await forms.make({ doubleOptIn: true });
  await Promise.all(Array.from({ length: 60 }, (_, at) => forms.send(form, `n${at}@crowd.example`)));
  await forms.send(form, 'last@crowd.example');
  const aside = (await forms.all()).filter(({ status }) => status === 'spam');
  expect(aside).toMatchObject([{ email: 'last@crowd.example' }]);
  await forms.take();
  expect((await forms.mails()).flatMap(({ to }) => to.map(({ address }) => address))).not.toContain(
    'last@crowd.example',
  );
});

it('counts as interest of the contact and begins the workflows that wait for it, once, also when it is done again', async ({
  db,
  home,
  forms,
}) => {
  const { crm } = db;
  const flow = workflowRuns(db, home);
  const form = await forms.make({ signal: 'demoRequest' });
  const on = (name: string, trigger: object) =>
    flow.on({
      trigger: { entity: 'contact', on: 'form', ...trigger },
      steps: [{ id: 'a', kind: 'action', action: 'add_tag', input: { tags: [name] }, onError: 'stop' }],
    } as never);
  const mine = await on('mine', { formId: form.id });
  await on('any', {});
  await on('other', { formId: 'another' });
  now = new Date(START.getTime() + 1_000);
  const { id } = await forms.send(form, 'ada@quist.example');
  await forms.take();
  // as if its process had ended before it was noted
  const { collection } = crm.store.model(FormSubmission);
  await collection.updateOne({ _id: id as never }, { $unset: { takenAt: '', contactId: '' } });
  await forms.take();
  await flow.settle();
  const [ada, ...others] = await forms.people();
  expect(others).toEqual([]);
  expect(new Set(ada?.tags)).toEqual(new Set(['mine', 'any']));
  expect(await flow.runs(mine.id)).toMatchObject([{ cause: { what: 'the form “Newsletter”' } }]);
  const { records: signals } = await crm.records(IntentSignal).find(home.scope);
  expect(signals).toMatchObject([{ type: 'demoRequest', subject: 'Newsletter', contactId: ada?.id }]);
});
