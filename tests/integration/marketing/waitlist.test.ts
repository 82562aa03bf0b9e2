import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { Form, type FormRecord } from '@clianta/crm-core/marketing/form/form.schema';
import { FormSubmission } from '@clianta/crm-core/marketing/form-submission/form-submission.schema';
import { receiveSubmission } from '@clianta/crm-core/marketing/form-submission/receive-submission';
import { takeSubmission } from '@clianta/crm-core/marketing/form-submission/take-submission';
import { FormTemplate } from '@clianta/crm-core/marketing/form-template/form-template.schema';
import { confirmReferrals, referralLinkOf } from '@clianta/crm-core/marketing/referral/note-referral';
import { Referral } from '@clianta/crm-core/marketing/referral/referral.schema';
import { WaitlistEntry } from '@clianta/crm-core/marketing/waitlist/waitlist-entry.schema';
import { describe, expect } from 'vitest';
import { readyForMarketing } from '../../support/campaign-runs.ts';
import { crmTest } from '../../support/fixtures.ts';
import { aContact } from '../../support/test-crm.ts';

const FIELDS = [
  { name: 'name', label: 'Name', mapsTo: 'name' },
  { name: 'email', label: 'E-mail', type: 'email' as const, required: true, mapsTo: 'email' },
  { name: 'phone', label: 'Phone', type: 'phone' as const, mapsTo: 'phone' },
];

const it = crmTest.extend('forms', async ({ db: { crm }, home }) => {
  const form = (await crm.records(Form).create(home.scope, {
    name: `Early ${newId()}`,
    fields: FIELDS,
    isWaitlist: true,
  } as never)) as FormRecord;
  return {
    form,
    async send(values: Record<string, string>, code?: string) {
      const sent = await receiveSubmission(crm, form, {
        clientId: newId(),
        values,
        isAgreed: false,
        touch: { url: `https://x.example/form/${form.key}${code ? `?ref=${code}` : ''}` },
      });
      // a crash between, and the same again
      for (let times = 0; times < 2; times++) await takeSubmission(crm, home.workspaceId, sent.id);
      const { contactId = '' } = await crm.records(FormSubmission).get(home.system, sent.id);
      return contactId;
    },
    list: async () =>
      (await crm.records(WaitlistEntry).find(home.scope, { sort: 'position', limit: 50 })).records,
    referrals: async () => (await crm.records(Referral).find(home.scope, { sort: 'at', limit: 50 })).records,
  };
});

describe('the waitlist', () => {
  it('has each person once, in the order in which they came, however the address is spelt', async ({
    forms,
  }) => {
    await forms.send({ name: 'Ada', email: 'a.da+early@gmail.com' });
    await forms.send({ name: 'Bea', email: 'bea@x.example' });
    await forms.send({ name: 'Ada', email: 'ada@googlemail.com' });
    expect((await forms.list()).map(({ email, position, status }) => [email, position, status])).toEqual([
      ['a.da+early@gmail.com', 1, 'waiting'],
      ['bea@x.example', 2, 'waiting'],
    ]);
  });

  it('gives those who come at once a place each', async ({ forms }) => {
    await Promise.all(
      Array.from({ length: 8 }, (_, at) => forms.send({ name: `P${at}`, email: `p${at}@x.example` })),
    );
    expect((await forms.list()).map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('is invited from by approval, the first ones first, and nobody twice', async ({
    db,
    home,
    sam,
    forms,
  }) => {
    await readyForMarketing(db, home);
    for (const at of [0, 1, 2]) await forms.send({ name: `P${at}`, email: `p${at}@x.example` });
    expect((await sam.say('Who is on the waitlist?')).reply.text).toContain('3 people wait, 0 were invited.');
    const proposed = await sam.say('Invite the first 2 people from the waitlist');
    const card = proposed.reply.cards.find(({ type }) => type === 'approval');
    if (card?.type !== 'approval') throw new Error(proposed.reply.text);
    expect(card).toMatchObject({ title: 'Invite 2 people from the waitlist', count: 2 });
    expect(JSON.stringify(card)).toMatch(/it is your turn.*\?ref=/);
    expect(await db.crm.records(EmailMessage).count(home.system)).toBe(0);
    const done = await sam.decide(card.approvalId, 'approve');
    expect(done.reply.text).toContain('Invited 2 people; 1 still waits.');
    const mails = await db.crm.store.model(EmailMessage).find({ workspaceId: home.workspaceId }).lean();
    expect(mails.map(({ to }) => (to as Array<{ address: string }>)[0]?.address).sort()).toEqual([
      'p0@x.example',
      'p1@x.example',
    ]);
    expect((await forms.list()).map(({ status }) => status)).toEqual(['invited', 'invited', 'waiting']);
  });
});

describe('referrals', () => {
  it('count who came by somebody’s link, and are confirmed by a deal that is won', async ({
    db: { crm },
    home,
    forms,
  }) => {
    const jane = await aContact(crm, home.scope, { name: 'Jane Doe', email: 'jane@x.example' });
    const { code } = await referralLinkOf(crm, home.workspaceId, jane.id);
    expect((await referralLinkOf(crm, home.workspaceId, jane.id)).code).toBe(code);
    const referredId = await forms.send({ name: 'Nils', email: 'nils@y.example' }, code);
    expect(await forms.referrals()).toMatchObject([{ referrerId: jane.id, referredId, status: 'pending' }]);
    expect(await forms.list()).toMatchObject([{ contactId: referredId, referredById: jane.id }]);
    await confirmReferrals(crm, home.workspaceId, [referredId]);
    expect(await forms.referrals()).toMatchObject([{ status: 'confirmed' }]);
  });

  it('are rejected where somebody refers themselves, or whom we knew', async ({
    db: { crm },
    home,
    forms,
  }) => {
    const phone = '+1 415 555 0100';
    const jane = await aContact(crm, home.scope, { name: 'Jane Doe', email: 'jane@x.example', phone });
    await aContact(crm, home.scope, { name: 'Old Friend', email: 'old@x.example' });
    const { code } = await referralLinkOf(crm, home.workspaceId, jane.id);
    await forms.send({ name: 'Janes other me', email: 'jane+two@x.example' }, code);
    await forms.send({ name: 'Somebody', email: 'else@y.example', phone }, code);
    await forms.send({ name: 'Old Friend', email: 'old@x.example' }, code);
    await forms.send({ name: 'Jane Doe', email: 'jane@x.example' }, code);
    await forms.send({ name: 'Nobody', email: 'nobody@y.example' }, 'no-such-code');
    const all = await forms.referrals();
    expect(all.map(({ status, why }) => [status, why])).toEqual([
      ['rejected', expect.stringContaining('same person')],
      ['rejected', expect.stringContaining('same person')],
      ['rejected', 'We knew them before.'],
    ]);
    expect((await forms.list()).every(({ referredById }) => referredById === undefined)).toBe(true);
    expect(await crm.records(Contact).count(home.scope)).toBe(5);
  });
});

it('a form is kept as a template, and another begins with it', async ({ db: { crm }, home, sam }) => {
  await sam.say('A contact form with name, e-mail and number of rooms');
  await sam.say('Save the form as a template called Rooms');
  expect(await crm.records(FormTemplate).findOne(home.scope, { name: 'Rooms' })).toBeDefined();
  await sam.say('Make a form from the template Rooms');
  const made = (await crm.records(Form).find(home.scope, { sort: '-createdAt', limit: 1 })).records[0];
  expect(made?.fields.map(({ name }) => name)).toEqual(['name', 'email', 'number_of_rooms']);
  await sam.say('Make a waitlist form');
  const list = (await crm.records(Form).find(home.scope, { sort: '-createdAt', limit: 1 })).records[0];
  expect(list).toMatchObject({ isWaitlist: true, name: 'Waitlist' });
});
