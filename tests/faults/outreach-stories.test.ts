import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { CampaignEnrollment } from '@clianta/crm-core/marketing/campaign/campaign-enrollment.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { LandingPage } from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { expect, test, vi } from 'vitest';
import { anOutreachWorld, CHANNELS } from '../support/outreach-world.ts';
import { aCompany, aContact } from '../support/test-crm.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 });
/** A mail that found no server is tried again after a minute. */
const MAIL_MS = { timeout: 240_000, interval: 250 };

// biome-ignore lint/correctness/noEmptyPattern: vitest reads from it what a fixture is made of
const it = test.extend('world', { scope: 'file' }, async ({}, { onCleanup }) => {
  const world = await anOutreachWorld();
  onCleanup(world.close);
  return world;
});

/** In each channel a story is of other people: they are told apart by this. */
const tagOf = { 'the web chat': 'web', Teams: 'teams' } as const;
const INDUSTRY = { 'the web chat': 'SaaS', Teams: 'Retail' } as const;
const NAME = { 'the web chat': 'Launch', Teams: 'Spring' } as const;
const FIRST = { 'the web chat': 'Jane', Teams: 'Mina' } as const;

it.for(CHANNELS)(
  'in %s, a campaign goes from one sentence to a report, past a mail server that is down and a kill -9',
  async (channel, { world }) => {
    const { crm, system, smtp } = world;
    const tag = tagOf[channel];
    const member = await world.member(`Rita-${tag} Moss`, 'admin');
    await world.mailbox(member, `news.${tag}@own.example`, { isForTeam: true });
    const company = await aCompany(crm, world.scope, { name: `Cloudly ${tag}`, industry: INDUSTRY[channel] });
    const lead = { leadGrade: 'A' as const, companyId: company.id, consent: 'given' as const };
    const addresses = Array.from({ length: 8 }, (_, at) => `p${at}@${tag}.example`);
    for (const [at, email] of addresses.entries())
      await aContact(crm, world.scope, { name: `Person${at} ${tag}`, email, ...lead });
    await aContact(crm, world.scope, {
      name: `Unasked ${tag}`,
      email: `no@${tag}.example`,
      ...lead,
      consent: 'unknown',
    });
    const [, unsubscriber = '', gone = ''] = addresses;
    smtp.refuses.set(gone, { reply: 550, text: '5.1.1 No such person here' });
    const arrived = () => smtp.arrived.filter(({ to }) => to.some((one) => addresses.includes(one)));

    const { say, approve } = await world.talker(member, channel);
    await say(
      `A ${NAME[channel].toLowerCase()} campaign for A-grade ${INDUSTRY[channel]} leads`,
      /for 8 people, 1 of 9 are left out/,
    );
    await say('Who is left out, and why?', /consent/);
    await say('Say in the campaign that the new version costs 49 a month', /costs 49 a month/);
    // the mail server goes down once it has two of them
    let isUp = true;
    smtp.onMail = () => {
      if (arrived().length < 2 || !isUp) return;
      isUp = false;
      for (const one of addresses.filter((each) => each !== gone))
        smtp.refuses.set(one, { reply: 421, text: '4.3.2 Going down' });
      setTimeout(() => smtp.cut(), 50);
    };
    await approve('Send the campaign now', /./);
    await vi.waitFor(() => expect(isUp).toBe(false), MAIL_MS);
    await world.kill();
    const before = arrived().length;
    expect(before).toBeLessThan(7);
    for (const one of addresses.filter((each) => each !== gone)) smtp.refuses.delete(one);
    smtp.onMail = undefined;
    await world.start();
    const rows = async () => {
      const where = [{ field: 'contactId', op: 'in' as const, value: [] as string[] }];
      const { records } = await crm.records(Contact).find(system, {
        where: [{ field: 'companyId', op: 'eq', value: company.id }],
        limit: 50,
      });
      const ids = { ...where[0], value: records.map(({ id }) => id) };
      return (await crm.records(CampaignEnrollment).find(system, { where: [ids as never], limit: 50 }))
        .records;
    };
    await vi.waitFor(async () => {
      const open = (await rows()).filter(({ status }) => ['waiting', 'queued', 'pending'].includes(status));
      const mails = await crm.store
        .model(EmailMessage)
        .find({ workspaceId: world.workspaceId, 'to.address': { $in: addresses }, purpose: 'marketing' })
        .lean<Array<{ status: string }>>();
      expect(mails).toHaveLength(8);
      expect(
        mails.filter(({ status }) => !['sent', 'failed', 'bounced', 'unknown'].includes(status)),
      ).toEqual([]);
      expect(open).toEqual([]);
    }, MAIL_MS);
    // to nobody twice, and nobody is missing but of whom it is not known
    const ids = arrived().map(({ to }) => to[0]);
    expect(new Set(ids).size).toBe(ids.length);
    const unknown = (
      await crm.store
        .model(EmailMessage)
        .find({ workspaceId: world.workspaceId, 'to.address': { $in: addresses }, status: 'unknown' })
        .lean()
    ).length;
    expect(ids.length).toBeGreaterThanOrEqual(7 - unknown);

    const mail =
      arrived()
        .find(({ to }) => to.includes(unsubscriber))
        ?.source.replace(/\r?\n[ \t]+/g, ' ') ?? '';
    const link = /^List-Unsubscribe: .*<(https?:[^>]+)>/m.exec(mail)?.[1] ?? '';
    const answer = await fetch(link, {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer.status).toBe(200);
    const person = async (email: string) => crm.records(Contact).findOne(system, { email });
    expect((await person(unsubscriber))?.consent).toBe('withdrawn');
    await say(`Why did Person2 ${tag} get nothing?`, /does not exist|no such|bounce|came back/i);
    const report = await say(`How did the campaign ${NAME[channel]} do?`, /people got it/);
    expect(report).toMatch(/[Uu]nsubscribed/);
  },
);

it.for(CHANNELS)(
  'in %s, a landing page goes from a sentence to a scored lead',
  async (channel, { world }) => {
    const { crm, system } = world;
    const tag = tagOf[channel];
    const member = await world.member(`Lara-${tag} Moss`, 'admin');
    const { say, approve } = await world.talker(member, channel);
    await say(`Create a landing page for our ${tag} energy guide`, /energy guide/i);
    await approve('Publish the page', /./);
    const page = await vi.waitFor(async () => {
      const found = (await crm.records(LandingPage).find(system, { sort: '-createdAt', limit: 1 }))
        .records[0];
      expect(found?.status).toBe('published');
      return found as NonNullable<typeof found>;
    }, MAIL_MS);
    const shown = await (await fetch(`${world.url}/p/${world.workspaceId}/${page.slug}`)).text();
    const form = /action="(\/form\/[^"]+)"/.exec(shown)?.[1] ?? '';
    const email = `visitor@${tag}-visitors.example`;
    const send = async (values: Record<string, string>) =>
      (
        await fetch(world.url + form, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams(values).toString(),
        })
      ).text();
    const typed = { name: `Vera ${tag}`, email, _page: page.id, _variant: 'a' };
    const again = await send(typed);
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(again)?.[1] ?? '';
    // as a person who reads it over
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(await send({ ...typed, _client: hidden('_client'), _stamp: hidden('_stamp') })).toMatch(
      /Thank you/,
    );
    const lead = await vi.waitFor(async () => {
      const found = await crm.records(Contact).findOne(system, { email });
      expect(found?.leadScore).toBeGreaterThan(0);
      return found;
    }, MAIL_MS);
    await say('Who filled in the form today?', new RegExp(`Vera ${tag}`));
    await say(`Why does ${lead?.name} have that score?`, /form/i);
  },
);

it.for(CHANNELS)(
  'in %s, “reply to her that Tuesday works” answers what a mailbox brought',
  async (channel, { world }) => {
    const { crm, imap, smtp } = world;
    const tag = tagOf[channel];
    const first = `${FIRST[channel]}a`;
    const member = await world.member(`Nils-${tag} Moss`, 'admin');
    const own = `nils.${tag}@own.example`;
    const email = `${first.toLowerCase()}@dates.example`;
    await aContact(crm, world.scope, { name: `${first} Dates`, email });
    const mail = (from: string, subject: string, id: string, agoMs: number) =>
      [
        `From: ${from}`,
        `To: ${own}`,
        `Subject: ${subject}`,
        `Message-ID: <${id}>`,
        `Date: ${new Date(Date.now() - agoMs).toUTCString()}`,
        '',
        'Would Tuesday suit you?',
        '',
      ].join('\n');
    for (let at = 0; at < 40; at++)
      await imap.put(
        mail(
          `Other <other${at}@others.example>`,
          `News ${at}`,
          `news-${tag}-${at}@x.example`,
          3_600_000 + at,
        ),
      );
    await imap.put(mail(`${first} Dates <${email}>`, `Dates ${tag}`, `dates-${tag}@dates.example`, 600_000));
    const account = await world.mailbox(member, own, {
      imap: { host: '127.0.0.1', port: imap.port, security: 'none' },
    });
    await vi.waitFor(async () => {
      const count = await crm.store
        .model(EmailMessage)
        .countDocuments({ workspaceId: world.workspaceId, accountId: account.id, 'from.address': email });
      expect(count).toBe(1);
    }, MAIL_MS);
    const { say, approve } = await world.talker(member, channel);
    await say(`Reply to ${first} that Tuesday works`, new RegExp(`Re: Dates ${tag}`));
    await approve('send it', /./);
    await vi.waitFor(() => {
      const sent = smtp.arrived.find(({ to }) => to.includes(email));
      expect(sent?.source).toContain(`In-Reply-To: <dates-${tag}@dates.example>`);
      expect(sent?.source).toContain('Tuesday works');
    }, MAIL_MS);
  },
);
