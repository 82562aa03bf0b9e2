import { expect } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import { type ApiServer, request, signedIn } from '../../support/api-server.ts';
import { codeOf } from '../../support/authenticator.ts';

const OWN = { 'X-Clianta-Client': 'web' };
const PASSWORD = 'demo-password';

/** A teammate with the second factor on; a file's limits count for the address, so each comes from another. */
async function withFactor(server: ApiServer, email: string) {
  const { cookie } = await signedIn(server, email);
  const call = (path: string, body: object) =>
    request(`${server.url}/api/auth/${path}`, 'POST', body, { cookie, ...OWN });
  const { secret, uri } = (await call('second-factor/begin', { password: PASSWORD })).body;
  const { recoveryCodes } = (await call('second-factor/confirm', { code: codeOf(secret) })).body;
  const signIn = async () =>
    (await request(`${server.url}/api/auth/sign-in`, 'POST', { email, password: PASSWORD })).body;
  const finish = (ticket: string, code: string) =>
    request(`${server.url}/api/auth/sign-in/code`, 'POST', { ticket, code });
  return { secret, uri, recoveryCodes, call, signIn, finish };
}

apiTest('a code is asked for after the password, and no code is taken twice', async ({ server }) => {
  const lena = await withFactor(server, 'lena@clianta.example');
  expect(lena.uri).toMatch(
    /^otpauth:\/\/totp\/Clianta:lena%40clianta\.example\?issuer=Clianta&secret=[A-Z2-7]{32}&/,
  );
  const { needsCode, ticket, user } = await lena.signIn();
  expect([needsCode, user]).toEqual([true, undefined]);
  // the one that turned it on
  const again = await lena.finish(ticket, codeOf(lena.secret));
  expect([again.status, again.body.error.message]).toEqual([
    401,
    'This code was used before. Wait for the next one.',
  ]);
  const next = codeOf(lena.secret, 'next');
  const both = await Promise.all([lena.finish(ticket, next), lena.finish(ticket, next)]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
  expect(both.find(({ status }) => status === 200)?.headers.get('set-cookie')).toMatch(/^clianta_session=/);
});

apiTest('a recovery code lets in once, and new ones void the old', async ({ server }) => {
  const akira = await withFactor(server, 'akira@clianta.example');
  const [first = '', second = ''] = akira.recoveryCodes;
  const { ticket } = await akira.signIn();
  expect((await akira.finish(ticket, first.toUpperCase().replaceAll('-', ' '))).status).toBe(200);
  expect((await akira.finish(ticket, first)).status).toBe(401);
  const renewed = await akira.call('second-factor/recovery', { code: codeOf(akira.secret, 'next') });
  expect(renewed.body.recoveryCodes).toHaveLength(10);
  expect((await akira.finish(ticket, second)).status).toBe(401);
});

apiTest('codes are not guessed: a few wrong ones end it for a while', async ({ server }) => {
  const carlos = await withFactor(server, 'carlos@clianta.example');
  const { ticket } = await carlos.signIn();
  const wrong = codeOf(carlos.secret) === '000000' ? '111111' : '000000';
  for (let i = 0; i < 5; i++) expect((await carlos.finish(ticket, wrong)).status).toBe(401);
  expect((await carlos.finish(ticket, codeOf(carlos.secret, 'next'))).status).toBe(429);
});

apiTest('a password chosen by a link lets nobody in without the code', async ({ server, sam }) => {
  await withFactor(server, 'priya@clianta.example');
  const members = (await sam.call('GET', '/team-members?limit=50')).body.records;
  const { id } = members.find(({ name }: { name: string }) => name.startsWith('Priya'));
  const { token } = (await sam.call('POST', `/team-members/${id}/password-link`)).body;
  const choice = { token, password: 'another long password' };
  const { body, headers } = await request(`${server.url}/api/auth/choose-password`, 'POST', choice);
  expect([body.needsCode, headers.get('set-cookie')]).toEqual([true, null]);
  // whoever lost the app is let in by an owner
  expect((await sam.call('DELETE', `/team-members/${id}/second-factor`)).status).toBe(200);
  const signedInAgain = await request(`${server.url}/api/auth/sign-in`, 'POST', {
    email: 'priya@clianta.example',
    password: choice.password,
  });
  expect(signedInAgain.body.user.name).toBe('Priya Nair');
  const filter = JSON.stringify({ where: [{ field: 'recordTitle', op: 'eq', value: 'Priya Nair' }] });
  const { records } = (await sam.call('GET', `/audit?filter=${encodeURIComponent(filter)}`)).body;
  expect(records.filter((one: { after: object }) => 'secondFactorAt' in one.after)).toHaveLength(2);
});

apiTest('it is begun with the password only, and turned off with a code only', async ({ server }) => {
  const { cookie } = await signedIn(server, 'tom@clianta.example');
  const call = (path: string, body: object) =>
    request(`${server.url}/api/auth/second-factor/${path}`, 'POST', body, { cookie, ...OWN });
  expect((await call('begin', { password: 'not it' })).status).toBe(400);
  const { secret } = (await call('begin', { password: PASSWORD })).body;
  // not on before it is confirmed
  expect((await signedIn(server, 'tom@clianta.example')).cookie).toBeTruthy();
  await call('confirm', { code: codeOf(secret) });
  expect((await call('turn-off', { code: '12345' })).status).toBe(400);
  expect((await call('turn-off', { code: codeOf(secret, 'next') })).body).toEqual({ isOn: false });
  expect((await signedIn(server, 'tom@clianta.example')).cookie).toBeTruthy();
});
