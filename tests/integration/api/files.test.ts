import { describe, expect } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import type { ApiClient, ApiServer } from '../../support/api-server.ts';
import { aPicture } from '../../support/pictures.ts';
import { upload } from '../../support/upload.ts';

const SECRET_PLACE = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

const it = apiTest
  .extend('upload', { scope: 'file' }, ({ server, sam }) => uploader(server, sam))
  .extend(
    'raw',
    { scope: 'file' },
    ({ server, sam }) =>
      (path: string, headers: Record<string, string> = {}) =>
        fetch(`${server.url}/api/workspaces/${sam.workspaceId}${path}`, {
          headers: { cookie: sam.cookie, ...headers },
        }),
  );

const uploader =
  (server: ApiServer, client: ApiClient) =>
  (name: string, content: BlobPart, more: { query?: string; form?: FormData } = {}) =>
    upload(server, client, name, content, more);

describe('a file that is sent in', () => {
  it('is kept as it is, and given out to be saved and never to be shown', async ({ upload, raw }) => {
    const { status, body } = await upload('Angebot – März.csv', 'name;mail\nAda;a@x.example');
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: 'Angebot – März.csv', mime: 'text/csv', bytes: 25 });
    const given = await raw(`/attachments/${body.id}/content`);
    expect(await given.text()).toBe('name;mail\nAda;a@x.example');
    expect(Object.fromEntries(given.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/),
      'content-disposition': expect.stringMatching(
        /^attachment; .*filename\*=UTF-8''Angebot%20%E2%80%93%20M%C3%A4rz\.csv/,
      ),
      'content-length': '25',
    });
  });

  it('is only ever downloaded when it is an SVG, and has no thumbnail', async ({ upload, raw }) => {
    const { body } = await upload('logo.svg', SECRET_PLACE);
    const given = await raw(`/attachments/${body.id}/content`);
    expect(given.headers.get('content-disposition')).toContain('attachment');
    expect(given.headers.get('content-security-policy')).toContain('sandbox');
    expect(body.hasThumb).toBe(false);
    expect((await raw(`/attachments/${body.id}/thumbnail`)).status).toBe(404);
  });

  it('has a thumbnail when it is a picture', async ({ upload, raw }) => {
    const { body } = await upload('card.png', await aPicture({ width: 1_000, height: 400 }));
    expect(body).toMatchObject({ mime: 'image/png', hasThumb: true });
    const thumb = await raw(`/attachments/${body.id}/thumbnail`);
    expect(thumb.headers.get('content-type')).toBe('image/webp');
    expect((await thumb.arrayBuffer()).byteLength).toBeLessThan(10_000);
  });

  it('is given out in parts', async ({ upload, raw }) => {
    const { body } = await upload('letters.txt', 'abcdefghij');
    const part = async (range: string) => {
      const answer = await raw(`/attachments/${body.id}/content`, { range });
      return [answer.status, answer.headers.get('content-range'), await answer.text()];
    };
    expect(await part('bytes=2-4')).toEqual([206, 'bytes 2-4/10', 'cde']);
    expect(await part('bytes=-3')).toEqual([206, 'bytes 7-9/10', 'hij']);
    expect(await part('bytes=8-')).toEqual([206, 'bytes 8-9/10', 'ij']);
    expect(await part('bytes=50-60')).toEqual([416, 'bytes */10', '']);
    expect(await part('bytes=0-1,4-5')).toEqual([200, null, 'abcdefghij']);
    expect(await part('lines=1-2')).toEqual([200, null, 'abcdefghij']);
  });

  it('is refused in words', async ({ upload }) => {
    expect(await upload('setup.exe', 'MZ')).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('I do not take files like setup.exe') } },
    });
    expect(await upload('big.txt', new Uint8Array(26 * 2 ** 20).fill(97))).toMatchObject({
      status: 400,
      body: { error: { message: 'The file is bigger than 25 MB, which is the most I can take.' } },
    });
    expect(await upload('a.txt', 'a', { query: '?entity=company' })).toMatchObject({ status: 400 });
    expect(await upload('a.txt', 'a', { query: '?entity=company&recordId=nope' })).toMatchObject({
      status: 404,
    });
    const twice = new FormData();
    twice.append('file', new Blob(['one']), 'one.txt');
    expect(await upload('two.txt', 'two', { form: twice })).toMatchObject({ status: 400 });
  });

  it('needs the form, our own header, and somebody who may add files', async ({
    server,
    sam,
    tom,
    upload,
  }) => {
    expect(await sam.call('POST', '/attachments', { name: 'x' })).toMatchObject({ status: 400 });
    expect(await uploader(server, tom)('a.txt', 'a')).toMatchObject({ status: 403 });
    const url = `${server.url}/api/workspaces/${sam.workspaceId}/attachments`;
    const form = new FormData();
    form.append('file', new Blob(['a']), 'a.txt');
    const foreign = await fetch(url, { method: 'POST', body: form, headers: { cookie: sam.cookie } });
    expect(foreign.status).toBe(403);
    const torn = await fetch(url, {
      method: 'POST',
      body: 'no form',
      headers: { cookie: sam.cookie, 'X-Clianta-Client': 'web', 'Content-Type': 'multipart/form-data' },
    });
    expect(torn.status).toBe(400);
    expect((await upload('after.txt', 'all is well')).status).toBe(201);
  });

  it('can be moved to a record, which everybody sees, and its own fields cannot be set', async ({
    sam,
    tom,
    raw,
    upload,
  }) => {
    const { body: file } = await upload('notes.txt', 'private so far');
    expect((await tom.call('GET', `/attachments/${file.id}`)).status).toBe(404);
    expect((await tom.call('GET', `/attachments/${file.id}/content`)).status).toBe(404);
    const { body: company } = await sam.call('POST', '/companies', { name: 'Files Inc' });
    const place = { entity: 'company', recordId: company.id };
    expect(await sam.call('POST', `/attachments/${file.id}/place`, place)).toMatchObject({ status: 200 });
    expect((await tom.call('GET', `/attachments/${file.id}`)).body).toMatchObject(place);
    expect((await sam.call('PATCH', `/attachments/${file.id}`, { name: 'renamed.txt' })).status).toBe(200);
    expect((await sam.call('PATCH', `/attachments/${file.id}`, { mime: 'text/html' })).status).toBe(400);
    expect((await sam.call('DELETE', `/attachments/${file.id}`)).status).toBe(200);
    expect((await raw(`/attachments/${file.id}/content`)).status).toBe(404);
  });
});
