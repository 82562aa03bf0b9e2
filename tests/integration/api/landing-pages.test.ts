import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { FormRecord } from '@clianta/crm-core/marketing/form/form.schema';
import { FormSubmission } from '@clianta/crm-core/marketing/form-submission/form-submission.schema';
import type { LandingPageRecord } from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { PageVersion } from '@clianta/crm-core/marketing/landing-page/page-version.schema';
import { PageVisit } from '@clianta/crm-core/marketing/landing-page/page-visit.schema';
import { expect } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import { aClientId } from '../../support/filled-form.ts';

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36';
const EVIL = '<script>alert(1)</script><!--form:x-->';

const it = apiTest
  .extend('environment', { scope: 'file' }, { TRUST_PROXY: '1' })
  .extend('form', { scope: 'file' }, async ({ sam }) => {
    const fields = [
      { name: 'name', label: 'Name', required: true, mapsTo: 'name' },
      { name: 'email', label: 'E-mail', type: 'email', required: true, mapsTo: 'email' },
    ];
    return (await sam.call('POST', '/forms', { name: 'Sign up', fields })).body as FormRecord;
  })
  .extend('page', async ({ server, sam, form }) => {
    const slug = aClientId()
      .toLowerCase()
      .replace(/[^a-z0-9]/g, 'x');
    const made = await sam.call('POST', '/landing-pages', {
      title: 'The webinar',
      slug,
      blocks: [
        { id: 'a', type: 'hero', heading: 'Grow tulips', text: EVIL, button: { label: 'Join', to: '#form' } },
        { id: 'b', type: 'faq', heading: 'Questions', items: [{ question: 'When?', answer: 'On Monday.' }] },
        { id: 'c', type: 'form', heading: 'Sign up', formId: form.id },
      ],
    });
    const page = made.body as LandingPageRecord;
    const url = `${server.url}/p/${sam.workspaceId}/${slug}`;
    const become = (body: object) => sam.call('POST', `/landing-pages/${page.id}/status`, body);
    const edit = (values: object) => sam.call('PATCH', `/landing-pages/${page.id}`, values);
    const seen = (address = '198.51.100.9', agent = BROWSER, headers = {}) =>
      fetch(url, { headers: { 'x-forwarded-for': address, 'user-agent': agent, ...headers } });
    return { ...page, url, become, edit, seen };
  });

it('is there once it is published, small, without a foreign host, and whatever was typed into it is text', async ({
  page,
  form,
}) => {
  expect((await page.seen()).status).toBe(404);
  expect((await page.become({ to: 'published' })).body.status).toBe('published');
  const shown = await page.seen();
  const text = await shown.text();
  expect(shown.status).toBe(200);
  expect(text).toContain('<h1>Grow tulips</h1>');
  expect(text).toContain('&#60;script&#62;alert(1)');
  expect(text.match(/<script/g)).toHaveLength(1);
  expect(text).toContain(`action="/form/${form.key}"`);
  expect(gzipSync(text).byteLength).toBeLessThan(8 * 1_024);
  const style = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? '';
  const policy = shown.headers.get('content-security-policy') ?? '';
  expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  expect(policy).toMatch(/default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/);
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

it('stays as it was published while its draft changes, and shows an earlier version again to the letter', async ({
  page,
}) => {
  await page.become({ to: 'published' });
  const first = await (await page.seen()).text();
  const blocks = [{ ...page.blocks[0], heading: 'Grow roses' }, ...page.blocks.slice(1)];
  expect((await page.edit({ blocks })).status).toBe(200);
  expect(await (await page.seen()).text()).toBe(first);
  await page.become({ to: 'published' });
  expect(await (await page.seen()).text()).toContain('Grow roses');
  expect((await page.become({ to: 'version', number: 1 })).body.blocks[0].heading).toBe('Grow tulips');
  expect(await (await page.seen()).text()).toBe(first);
  await page.become({ to: 'withdrawn' });
  expect((await page.seen()).status).toBe(404);
});

it('leaves the version that visitors see when the next one cannot be published', async ({ page }) => {
  await page.become({ to: 'published' });
  const first = await (await page.seen()).text();
  const blocks = [{ ...page.blocks[0], heading: 'We meet on [date]' }, ...page.blocks.slice(1)];
  await page.edit({ blocks });
  const refused = await page.become({ to: 'published' });
  expect([refused.status, refused.body.error.message]).toEqual([400, expect.stringContaining('“[date]”')]);
  expect(await (await page.seen()).text()).toBe(first);
});

it('refuses addresses that run programs, pictures without words, and two blocks of one id', async ({
  page,
}) => {
  const [hero] = page.blocks;
  for (const block of [
    { ...hero, button: { label: 'Go', to: 'javascript:alert(1)' } },
    { id: 'x', type: 'video', title: 'Watch', url: 'data:text/html,x' },
    { id: 'x', type: 'image', imageId: 'y', alt: '' },
    { id: 'x', type: 'html', html: '<b>' },
  ])
    expect((await page.edit({ blocks: [block] })).status).toBe(400);
  expect((await page.edit({ blocks: [hero, hero] })).status).toBe(400);
});

it('keeps twenty versions', async ({ page, server, sam }) => {
  for (let count = 1; count <= 22; count++) {
    await page.edit({ summary: `Edition ${count}` });
    await page.become({ to: 'published' });
  }
  const scope = systemScope(sam.workspaceId);
  const where = [{ field: 'pageId', op: 'eq' as const, value: page.id }];
  const kept = await server.product.crm
    .records(PageVersion)
    .find(scope, { where, sort: 'number', limit: 50 });
  expect(kept.records.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, at) => at + 3));
});

it('shows a visitor the same variant always and counts them once; programs and the team do not count', async ({
  page,
  server,
  sam,
}) => {
  await page.edit({
    variants: [{ id: 'b', name: 'Short', weight: 50, changes: { a: { heading: 'Tulips!' } } }],
  });
  await page.become({ to: 'published' });
  const variantOf = async (response: Response) => /data-variant="(\w)"/.exec(await response.text())?.[1];
  const variants = new Map<string, string | undefined>();
  for (let at = 0; at < 20; at++)
    variants.set(`192.0.2.${at}`, await variantOf(await page.seen(`192.0.2.${at}`)));
  expect(new Set(variants.values())).toEqual(new Set(['a', 'b']));
  const again = await page.seen('192.0.2.7');
  expect(again.headers.get('cache-control')).toContain('private');
  expect(await variantOf(again)).toBe(variants.get('192.0.2.7'));
  await page.seen('192.0.2.50', 'Googlebot/2.1');
  await page.seen('192.0.2.51', BROWSER, { 'sec-purpose': 'prefetch' });
  await page.seen('192.0.2.52', BROWSER, { cookie: sam.cookie });
  const { crm } = server.product;
  const where = [{ field: 'pageId', op: 'eq' as const, value: page.id }];
  expect(await crm.records(PageVisit).count(systemScope(sam.workspaceId), { where })).toBe(20);
  const { figures } = (await sam.call('GET', `/landing-pages/${page.id}/facts`)).body;
  expect(figures.verdict).toEqual({ kind: 'early', least: expect.any(Number) });
});

it('shows its draft to whoever has the address of the preview, and to nobody who guesses it', async ({
  page,
  server,
  sam,
}) => {
  const { preview } = (await sam.call('GET', `/landing-pages/${page.id}/facts`)).body;
  const shown = await fetch(server.url + preview);
  expect(await shown.text()).toContain('Grow tulips');
  expect(shown.headers.get('x-robots-tag')).toContain('noindex');
  expect((await fetch(`${server.url}${preview}x`)).status).toBe(404);
  expect((await fetch(`${server.url}/p/preview/${page.id}.`)).status).toBe(404);
});

it('takes its form without any script, by a second press that says when the first page was made', async ({
  page,
  form,
  server,
  sam,
}) => {
  const url = `${server.url}/form/${form.key}`;
  const headers = { 'x-forwarded-for': '198.51.100.77', 'content-type': 'application/x-www-form-urlencoded' };
  const send = (values: Record<string, string>) =>
    fetch(url, { method: 'POST', headers, body: new URLSearchParams(values).toString() });
  const typed = { name: 'Ada <b>', email: 'no-script@forms.example', _page: page.id, _variant: 'a' };
  const first = await send(typed);
  const text = await first.text();
  expect(text).toContain('value="Ada &#60;b&#62;"');
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(text)?.[1] ?? '';
  const soon = { ...typed, _client: hidden('_client'), _stamp: hidden('_stamp') };
  expect(await (await send(soon)).text()).toContain('very quick');
  // as if it had been looked at for a while
  const at = Date.now() - 5_000;
  const { crm } = server.product;
  const stamp = `${at}.${crm.links.token(`form-stamp:${form.key}:${hidden('_client')}:${at}`)}`;
  expect(await (await send({ ...soon, _stamp: stamp })).text()).toContain('Thank you');
  expect((await send({ ...soon, _stamp: stamp, _client: 'another' })).status).toBe(200);
  const where = [{ field: 'email', op: 'eq' as const, value: 'no-script@forms.example' }];
  const sent = await crm.records(FormSubmission).find(systemScope(sam.workspaceId), { where });
  expect(sent.records).toMatchObject([{ touch: { pageId: page.id, variant: 'a' } }]);
  const foreign = await fetch(url, {
    method: 'POST',
    headers: { ...headers, origin: 'https://evil.example' },
  });
  expect(foreign.status).toBe(403);
});

it('is counted with the website once this server is one of the workspace’s sites', async ({
  server,
  sam,
  page,
}) => {
  await page.become({ to: 'published' });
  expect(await (await page.seen()).text()).not.toContain('/s.js');
  const { origin } = new URL((await sam.call('GET', `/landing-pages/${page.id}/facts`)).body.address);
  const made = await sam.call('POST', '/tracked-sites', { origin });
  expect(made.status).toBe(201);
  const shown = await (await page.seen()).text();
  expect(shown).toContain(`<script src="/s.js" data-site="${made.body.id}" defer></script></body>`);
  const counted = await fetch(`${server.url}/api/public/track`, {
    method: 'POST',
    headers: { origin, 'user-agent': BROWSER },
    body: JSON.stringify({ s: made.body.id, e: [{ i: aClientId(), t: 'page', u: page.url }] }),
  });
  expect(counted.ok).toBe(true);
  await sam.call('DELETE', `/tracked-sites/${made.body.id}`);
});
