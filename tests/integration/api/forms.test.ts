import { Readable } from 'node:stream';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import type { FormRecord } from '@clianta/crm-core/marketing/form/form.schema';
import { FormSubmission } from '@clianta/crm-core/marketing/form-submission/form-submission.schema';
import { LeadMagnet } from '@clianta/crm-core/marketing/lead-magnet/lead-magnet.schema';
import { magnetAddress } from '@clianta/crm-core/marketing/lead-magnet/magnet-link';
import { describe, expect, vi } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import { request } from '../../support/api-server.ts';
import { aClientId, proofOf } from '../../support/filled-form.ts';

const SITE = 'https://www.acme.example';
const FIELDS = [
  { name: 'name', label: 'Name', required: true, mapsTo: 'name' },
  { name: 'email', label: 'E-mail', type: 'email', required: true, mapsTo: 'email' },
  { name: 'firm', label: 'Company', mapsTo: 'companyId' },
  { name: 'wish', label: 'What is it about?', type: 'longtext' },
];

let addresses = 0;

const it = apiTest
  .extend('environment', { scope: 'file' }, { TRUST_PROXY: '1' })
  .extend('form', async ({ server, sam }) => {
    const made = await sam.call('POST', '/forms', {
      name: `Contact ${aClientId()}`,
      fields: FIELDS,
      consentText: 'You may write to me.',
      origins: [`${SITE}/some/page`],
      redirect: 'https://www.acme.example/thanks',
    });
    const form = made.body as FormRecord;
    const { crm } = server.product;
    const url = `${server.url}/api/public/forms/${form.key}`;
    const address = `198.51.100.${++addresses}`;
    const headers = { origin: SITE, 'x-forwarded-for': address };
    return {
      ...form,
      url,
      headers,
      /** As the script of a page sends it. */
      async send(values: object, more: Record<string, unknown> = {}, agoMs = 5_000) {
        const body = {
          clientId: aClientId(),
          values,
          proof: await proofOf(crm, form.key, agoMs),
          ...more,
        };
        return request(url, 'POST', body, headers);
      },
      async sent() {
        const scope = systemScope(sam.workspaceId);
        const where = [{ field: 'formId', op: 'eq' as const, value: form.id }];
        return (await crm.records(FormSubmission).find(scope, { where, sort: 'at' })).records;
      },
    };
  });

const ada = { name: 'Ada Quist', email: 'Ada.Quist@forms.example', firm: 'Quist & Sons', wish: 'A quote' };

describe('a form of a site', () => {
  it('shows its questions to the sites that may embed it, and nothing of where answers go', async ({
    form,
  }) => {
    const shown = await request(form.url, 'GET', undefined, form.headers);
    expect(shown.status).toBe(200);
    expect(shown.headers.get('access-control-allow-origin')).toBe(SITE);
    expect(shown.body.fields.map(({ label }: { label: string }) => label)).toEqual(
      FIELDS.map(({ label }) => label),
    );
    expect(JSON.stringify(shown.body)).not.toMatch(/mapsTo|workspaceId|companyId/);
    const other = await request(form.url, 'GET', undefined, {
      ...form.headers,
      origin: 'https://evil.example',
    });
    expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    const asked = await fetch(form.url, {
      method: 'OPTIONS',
      headers: { ...form.headers, 'access-control-request-method': 'POST' },
    });
    expect([asked.status, asked.headers.get('access-control-allow-headers')]).toEqual([204, 'content-type']);
  });

  it('makes a lead of who fills it in, once, whose text is marked as from outside', async ({
    form,
    server,
    sam,
  }) => {
    const clientId = aClientId();
    const proof = await proofOf(server.product.crm, form.key);
    const first = await form.send(ada, { clientId, proof, isAgreed: true });
    expect([first.status, first.body]).toEqual([
      202,
      { thanks: 'Thank you. We have received it.', redirect: 'https://www.acme.example/thanks' },
    ]);
    expect((await form.send(ada, { clientId, proof, isAgreed: true })).body).toEqual(first.body);
    await vi.waitFor(async () => expect((await form.sent())[0]?.takenAt).toBeDefined(), { timeout: 15_000 });
    const [submission, ...others] = await form.sent();
    expect(others).toEqual([]);
    expect(submission?.consent).toMatchObject({
      text: 'You may write to me.',
      ip: form.headers['x-forwarded-for'],
    });
    const contact = (await sam.call('GET', `/contacts/${submission?.contactId}`)).body;
    expect(contact).toMatchObject({
      name: 'Ada Quist',
      email: 'ada.quist@forms.example',
      consent: 'given',
      source: form.name,
      outside: `the form “${form.name}”`,
    });
    expect(contact.companyId).toBeDefined();
  });

  it('goes on to its own address alone, whatever a page sends', async ({ form }) => {
    const sent = await form.send(
      { ...ada, redirect: 'https://evil.example' },
      { redirect: 'https://evil.example' },
    );
    expect(sent.status).toBe(400);
    const plain = await form.send({ ...ada, redirect: 'https://evil.example' });
    expect(plain.body.redirect).toBe('https://www.acme.example/thanks');
  });

  it('answers the same whether an address is known or new', async ({ form, server, sam }) => {
    await sam.call('POST', '/contacts', { name: 'Known', email: 'known@forms.example' });
    const known = await form.send({ name: 'X', email: 'known@forms.example' });
    const fresh = await form.send({ name: 'X', email: 'fresh@forms.example' });
    expect(known.body).toEqual(fresh.body);
    expect(known.status).toBe(fresh.status);
    expect(server.url).toBeDefined();
  });

  it('lets nobody who is not proven change what is known: empty fields are filled, what differs is kept aside', async ({
    form,
    sam,
  }) => {
    const known = { name: 'Bo Lind', email: 'bo@forms.example', consent: 'withdrawn' };
    const { id } = (await sam.call('POST', '/contacts', known)).body;
    await form.send(
      { name: 'Somebody Else', email: 'bo@forms.example', firm: 'Lind AB' },
      { isAgreed: true },
    );
    await vi.waitFor(async () => expect((await form.sent())[0]?.takenAt).toBeDefined(), { timeout: 15_000 });
    const after = (await sam.call('GET', `/contacts/${id}`)).body;
    expect(after).toMatchObject(known);
    expect(after.companyId).toBeDefined();
    expect((await form.sent())[0]).toMatchObject({
      contactId: id,
      otherValues: [{ field: 'name', label: 'Name', value: 'Somebody Else' }],
    });
  });

  it('refuses what is no proof of this form and of today, and a proof that was used', async ({
    form,
    server,
  }) => {
    const { crm } = server.product;
    const proof = await proofOf(crm, form.key);
    const refusals = [
      { proof: { ...proof, number: proof.number === 0 ? 1 : 0 } },
      { proof: { ...proof, salt: proof.salt.replace(/at=\d/, 'at=9') } },
      { proof: await proofOf(crm, 'another') },
      { proof: await proofOf(crm, form.key, 25 * 3_600_000) },
      { proof: await proofOf(crm, form.key, -600_000) },
    ];
    // each from an address of its own: five in a minute are the limit of one
    for (const [at, more] of refusals.entries()) {
      form.headers['x-forwarded-for'] = `203.0.113.${at + 1}`;
      expect((await form.send(ada, more)).status).toBe(400);
    }
    form.headers['x-forwarded-for'] = '203.0.113.50';
    expect((await form.send(ada, { proof })).status).toBe(202);
    expect((await form.send(ada, { proof })).status).toBe(400);
    expect(await form.sent()).toHaveLength(1);
  });

  it('says which answer is missing or no address, and takes the same proof once that is put right', async ({
    form,
    server,
  }) => {
    const again = { clientId: aClientId(), proof: await proofOf(server.product.crm, form.key) };
    const sent = await form.send({ name: 'Ada', email: 'nonsense' }, again);
    expect([sent.status, Object.keys(sent.body.error.fields)]).toEqual([400, ['email']]);
    expect((await form.send({ name: 'Ada', email: 'ada@x.example' }, again)).status).toBe(202);
  });

  it('puts aside what fills in a field that people do not see, and says nothing of it', async ({
    form,
    sam,
  }) => {
    const sent = await form.send({ ...ada, email: 'robot@forms.example' }, { fax: '555' });
    expect(sent.status).toBe(202);
    expect(await form.sent()).toMatchObject([{ status: 'spam' }]);
    const found = await sam.call('GET', '/contacts?search=robot');
    expect(JSON.stringify(found.body)).not.toContain('robot@forms.example');
  });

  it('takes five from one address in a minute, and 32 KB at most', async ({ form }) => {
    const long = await form.send({ ...ada, wish: 'x'.repeat(40_000) });
    expect(long.status).toBe(413);
    for (let count = 1; count <= 5; count++)
      expect((await form.send({ ...ada, email: `n${count}@forms.example` })).status).toBe(202);
    const refused = await form.send(ada);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, expect.any(String)]);
  });

  it('is gone for everybody once it is switched off', async ({ form, sam }) => {
    await sam.call('PATCH', `/forms/${form.id}`, { isOn: false });
    expect((await request(form.url, 'GET', undefined, form.headers)).status).toBe(404);
    expect((await form.send(ada)).status).toBe(404);
  });
});

describe('the page where an address is confirmed', () => {
  it('confirms by its button alone: looking at it changes nothing, and no other page can press it', async ({
    form,
    server,
    sam,
  }) => {
    const { crm } = server.product;
    const scope = systemScope(sam.workspaceId);
    const ownerId = (await crm.facts(sam.workspaceId)).team[0]?.id ?? '';
    await crm.records(EmailAccount).create(scope, {
      address: 'team@clianta.example',
      ownerId,
      smtp: { host: 'smtp.clianta.example', port: 465 },
      isForTeam: true,
    });
    await sam.call('PATCH', `/forms/${form.id}`, { doubleOptIn: true });
    const refused = await form.send({ ...ada, email: 'opt@forms.example' });
    expect(refused.body.error.fields).toEqual({ consent: 'please tick this' });
    await form.send({ ...ada, email: 'opt@forms.example' }, { isAgreed: true });
    await vi.waitFor(async () => expect((await form.sent())[0]?.status).toBe('pending'), { timeout: 15_000 });
    const [submission] = await form.sent();
    const page = `${server.url}/confirm/${crm.links.token(`formSubmission:${submission?.id}`)}`;
    const shown = await fetch(page);
    expect(shown.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await shown.text()).toContain('opt@forms.example');
    const foreign = await fetch(page, { method: 'POST', headers: { origin: 'https://evil.example' } });
    expect([foreign.status, (await form.sent())[0]?.status]).toEqual([403, 'pending']);
    const pressed = await fetch(page, { method: 'POST', redirect: 'manual' });
    expect(pressed.status).toBe(303);
    expect((await form.sent())[0]?.status).toBe('confirmed');
    expect(await (await fetch(page)).text()).toContain('is confirmed');
    expect((await fetch(`${server.url}/confirm/made-up`)).status).toBe(404);
  });
});

describe('the page where a file is given', () => {
  it('gives it as an attachment by its button, to nobody who only looks', async ({ form, server, sam }) => {
    const { crm } = server.product;
    const scope = systemScope(sam.workspaceId);
    const ownerId = (await crm.facts(sam.workspaceId)).team[0]?.id ?? '';
    const owner = { ...scope, actor: { type: 'user' as const, id: ownerId, name: 'Sam' } };
    const stream = Readable.from([Buffer.from('<b>How to grow tulips</b>')]);
    const { id: fileId } = await crm.files.save(owner, { name: 'guide.txt', stream });
    const magnet = await crm
      .records(LeadMagnet)
      .create(scope, { name: `Guide ${aClientId()}`, fileId, formId: form.id });
    const address = (until: Date) =>
      magnetAddress(crm, magnet, until).replace(/^https?:\/\/[^/]+/, server.url);
    const link = address(new Date(Date.now() + 60_000));
    expect(await (await fetch(link)).text()).toContain('Download');
    const file = await fetch(link, { method: 'POST' });
    expect(file.headers.get('content-disposition')).toBe('attachment; filename=guide.txt');
    expect(await file.text()).toContain('How to grow tulips');
    expect((await crm.records(LeadMagnet).get(scope, magnet.id)).downloads).toBe(1);
    expect((await fetch(address(new Date(Date.now() - 1_000)), { method: 'POST' })).status).toBe(404);
    expect((await fetch(link, { method: 'POST', headers: { origin: 'https://evil.example' } })).status).toBe(
      403,
    );
  });
});

describe('forms of a workspace', () => {
  it('refuse fields that fill in what is not for whoever fills them in, and forms without an address', async ({
    sam,
  }) => {
    const [name, email] = FIELDS;
    for (const fields of [
      [email, { name: 'mine', label: 'Owner', mapsTo: 'ownerId' }],
      [email, { name: 'mine', label: 'Grade', mapsTo: 'leadGrade' }],
      [name],
      [{ ...email, required: false }],
      [email, { ...email, name: 'other' }],
    ])
      expect((await sam.call('POST', '/forms', { name: aClientId(), fields })).status).toBe(400);
    const key = 'of-my-own';
    expect((await sam.call('POST', '/forms', { name: aClientId(), fields: [email], key })).status).toBe(400);
  });
});
