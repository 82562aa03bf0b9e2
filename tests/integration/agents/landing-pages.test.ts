import { Readable } from 'node:stream';
import type { ApprovalCard, Card } from '@clianta/agents/reply.schema';
import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Form, type FormRecord } from '@clianta/crm-core/marketing/form/form.schema';
import { receiveSubmission } from '@clianta/crm-core/marketing/form-submission/receive-submission';
import { LandingPage } from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { PageVersion } from '@clianta/crm-core/marketing/landing-page/page-version.schema';
import { LeadMagnet } from '@clianta/crm-core/marketing/lead-magnet/lead-magnet.schema';
import { describe, expect } from 'vitest';
import { aClientId } from '../../support/filled-form.ts';
import { crmTest } from '../../support/fixtures.ts';

const it = crmTest.extend('pages', async ({ db: { crm }, home }) => ({
  page: async () => {
    const { records } = await crm.records(LandingPage).find(home.scope, { sort: '-createdAt', limit: 10 });
    return records[0];
  },
  form: async () => {
    const { records } = await crm.records(Form).find(home.scope, { sort: '-createdAt', limit: 10 });
    return records[0] as FormRecord | undefined;
  },
}));

const approvalOf = ({ reply }: TurnResult): ApprovalCard => {
  const card = reply.cards.find((one: Card): one is ApprovalCard => one.type === 'approval');
  if (!card) throw new Error(`no approval: ${reply.text}`);
  return card;
};

describe('landing pages that are spoken of', () => {
  it('are drafted with a form; of an event it is asked when it is', async ({ sam, pages }) => {
    const asked = await sam.say('A landing page for the webinar');
    expect(asked.reply.text).toContain('When is it?');
    expect(await pages.page()).toBeUndefined();
    const drafted = await sam.say('12 May at 3 pm');
    expect(drafted.reply.text).toMatch(/Drafted the page \*\*Webinar\*\*.*\/p\/preview\//);
    const page = await pages.page();
    expect(page?.status).toBe('draft');
    expect(page?.blocks.map(({ type }) => type)).toEqual(['hero', 'form']);
    expect(JSON.stringify(page?.blocks)).toMatch(/12 May/);
    expect((await pages.form())?.name).toBe('Webinar sign-up');
    await sam.say('A landing page for the workshop on 9 June at 4 pm');
    const other = await pages.page();
    expect(other?.title).toBe('Workshop');
    expect(JSON.stringify(other?.blocks)).toContain('9 June at 4 pm');
  });

  it('are changed in the part that was spoken of, and in no other', async ({ sam, pages }) => {
    await sam.say('Create a landing page for our energy guide');
    const before = await pages.page();
    await sam.say('Change the headline to “Save energy today”');
    const after = await pages.page();
    expect(after?.blocks[0]).toEqual({ ...before?.blocks[0], heading: 'Save energy today' });
    expect(after?.blocks.slice(1)).toEqual(before?.blocks.slice(1));
    const asked = await sam.say('Make the headline punchier');
    expect(asked.reply.text).toContain('I do not make up texts');
    // what may be another order is asked about before it stands on a page
    const doubtful = await sam.say('Make the page blue');
    expect(doubtful.reply.text).toContain('Shall the headline say');
    expect((await pages.page())?.blocks).toEqual(after?.blocks);
    await sam.say('No, leave it');
    await sam.say('Make the page blue');
    expect((await pages.page())?.theme.accent).toBe('#1d4ed8');
    expect((await pages.page())?.blocks).toEqual(after?.blocks);
  });

  it('are published once that was approved, with the address and what was looked at, and put back', async ({
    db: { crm },
    home,
    sam,
    pages,
  }) => {
    await sam.say('Create a landing page for our energy guide');
    expect((await sam.say('The page must go live on Monday')).reply.text).toContain('at a time to come');
    const proposed = await sam.say('Publish the page');
    const approval = approvalOf(proposed);
    expect(approval.title).toBe('Publish “Energy guide”');
    expect(JSON.stringify(proposed.reply.cards)).toContain(`/p/${home.workspaceId}/energy-guide`);
    expect((await pages.page())?.status).toBe('draft');
    await sam.decide(approval.approvalId, 'approve');
    expect(await pages.page()).toMatchObject({ status: 'published', publishedVersion: 1 });
    await sam.say('Change the headline to “Another one”');
    const again = approvalOf(await sam.say('Publish the page'));
    await sam.decide(again.approvalId, 'approve');
    expect((await pages.page())?.publishedVersion).toBe(2);
    const back = approvalOf(await sam.say('Roll back the page'));
    expect(back.title).toBe('Put back “Energy guide”');
    await sam.decide(back.approvalId, 'approve');
    const page = await pages.page();
    expect(page).toMatchObject({ status: 'published', publishedVersion: 1 });
    expect(page?.blocks[0]).toMatchObject({ heading: 'Energy guide' });
    expect(await crm.records(PageVersion).count(home.scope)).toBe(2);
    const off = approvalOf(await sam.say('Take the page offline'));
    await sam.decide(off.approvalId, 'approve');
    expect((await pages.page())?.status).toBe('withdrawn');
  });

  it('say that it is too early to name a better variant', async ({ sam, pages }) => {
    await sam.say('Create a landing page for our energy guide');
    await sam.say('Test the headline “Cheaper heat” against the current one');
    expect((await pages.page())?.variants).toMatchObject([
      { id: 'a', weight: 50 },
      { id: 'b', weight: 50 },
    ]);
    const report = await sam.say('Which headline wins?');
    expect(report.reply.text).toMatch(/not published|Nobody has looked/);
  });
});

describe('forms that are spoken of', () => {
  it('are made and changed, and give their code', async ({ sam, pages }) => {
    const made = await sam.say('A contact form with name, e-mail and number of rooms');
    expect(made.reply.text).toContain('it asks for Name, E-mail and Number of rooms (optional)');
    const form = await pages.form();
    expect(made.reply.text).toContain(`/form/${form?.key}`);
    await sam.say('Add a phone field to the form');
    await sam.say('Turn on double opt-in for the form');
    expect(await pages.form()).toMatchObject({ doubleOptIn: true, consentText: expect.any(String) });
    expect((await pages.form())?.fields.map(({ name }) => name)).toEqual([
      'name',
      'email',
      'number_of_rooms',
      'phone',
    ]);
    const refused = await sam.say('Remove the e-mail field from the form');
    expect(refused.reply.text).toContain('has to ask for the e-mail');
    const code = await sam.say('How can I embed the form in WordPress?');
    expect(code.reply.text).toContain(`[clianta_form key="${form?.key}"]`);
  });

  it('say who filled them in, as text from outside', async ({ db: { crm }, sam, pages }) => {
    await sam.say('A contact form with name and e-mail');
    const form = await pages.form();
    if (!form) throw new Error('no form');
    await receiveSubmission(crm, form, {
      clientId: aClientId(),
      values: { name: 'Ada', email: 'ada@quist.example' },
      isAgreed: false,
    });
    const found = await sam.say('Who filled in the form today?');
    expect(JSON.stringify(found.reply)).toContain('ada@quist.example');
    expect((await sam.say('Which submissions are spam?')).reply.text).toContain('no form submissions');
  });
});

it('offers the file that was sent, behind a form', async ({ db: { crm }, home, sam, pages }) => {
  const stream = Readable.from([Buffer.from('How to save energy.')]);
  await crm.files.save(home.scope, { name: 'guide.txt', stream, conversationId: sam.conversationId });
  const made = await sam.say('Offer this file as a download called Energy guide');
  expect(made.reply.text).toContain('good for 7 days');
  const [magnet] = (await crm.records(LeadMagnet).find(home.scope)).records;
  expect(magnet).toMatchObject({ name: 'Energy guide', formId: (await pages.form())?.id });
  await sam.say('The download link should expire after 3 days');
  expect((await crm.records(LeadMagnet).find(home.scope)).records[0]?.expiresDays).toBe(3);
});
