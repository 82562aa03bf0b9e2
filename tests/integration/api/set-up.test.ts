import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiServer, anApiServer, request } from '../../support/api-server.ts';

let server: ApiServer;
beforeAll(async () => {
  server = await anApiServer({ CLIANTA_DEMO: 'off' });
});
afterAll(() => server.stop());

const owner = { workspaceName: 'New', name: 'Ann', email: 'ann@new.example', password: 'a long password' };
const setUp = (body: object) => request(`${server.url}/api/setup`, 'POST', body);

describe('the set-up', () => {
  it('is only for whoever has the code of the log, and guessing comes to an end', async () => {
    const without = await setUp(owner);
    expect(without.body.error.fields).toEqual({ code: 'is missing' });
    const statuses: number[] = [];
    for (let i = 0; i < 22; i++)
      statuses.push((await setUp({ ...owner, code: `AAAA-BBBB-${1000 + i}` })).status);
    expect(new Set(statuses.slice(0, 20))).toEqual(new Set([403]));
    expect(statuses.slice(20)).toEqual([429, 429]);
    expect((await request(`${server.url}/api/setup`, 'GET')).body).toMatchObject({ isNeeded: true });
  });

  it('takes the code once, however it is typed, and makes nothing twice', async () => {
    const code = server.setUpCode.toLowerCase().replaceAll('-', ' ');
    const elsewhere = { 'X-Forwarded-For': '192.0.2.9' };
    const both = await Promise.all(
      [1, 2].map(() => request(`${server.url}/api/setup`, 'POST', { ...owner, code }, elsewhere)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await setUp({ ...owner, code })).status).toBe(409);
  });
});
