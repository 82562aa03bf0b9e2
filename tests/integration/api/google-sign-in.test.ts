import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiServer, anApiServer, request } from '../../support/api-server.ts';
import { GoogleStandIn } from '../../support/google-stand-in.ts';

let google: GoogleStandIn;
let server: ApiServer;

beforeAll(async () => {
  google = await new GoogleStandIn().start();
  server = await anApiServer({
    GOOGLE_CLIENT_ID: google.clientId,
    GOOGLE_CLIENT_SECRET: google.clientSecret,
    GOOGLE_ISSUER: google.url,
  });
});
afterAll(async () => {
  await server.stop();
  google.stop();
});

const go = async (url: string, cookie = '') => {
  const { status, headers } = await fetch(url, { redirect: 'manual', headers: { cookie } });
  const cookies = headers.getSetCookie().map((one) => String(one.split(';')[0]));
  return { status, to: headers.get('location') ?? '', cookies };
};
const begin = async () => {
  const { to, cookies } = await go(`${server.url}/api/auth/google`);
  return { to, cookie: String(cookies[0]) };
};
const problemIn = (to: string) => decodeURIComponent(to.split('#problem=')[1] ?? '');

it('lets a member in by the address that Google has verified', async () => {
  const { to, cookie } = await begin();
  expect(Object.fromEntries(new URL(to).searchParams)).toMatchObject({
    client_id: google.clientId,
    redirect_uri: `${server.url}/api/auth/google/callback`,
    code_challenge_method: 'S256',
    scope: 'openid email',
  });
  const back = google.agree(to, { email: 'Lena@Clianta.example' });
  const { to: home, cookies } = await go(back, cookie);
  expect(home).toBe('/');
  const session = cookies.find((one) => one.startsWith('clianta_session='));
  const me = await request(`${server.url}/api/auth/me`, 'GET', undefined, { cookie: String(session) });
  expect(me.body.user.name).toBe('Lena Schmidt');
  // the same answer again opens nothing
  expect(problemIn((await go(back, cookie)).to)).toMatch(/did not confirm/);
});

it.each([
  [
    'an address that is not verified',
    { email: 'lena@clianta.example', email_verified: false },
    /not verified/,
  ],
  ['a stranger', { email: 'stranger@x.example' }, /Ask an admin to add you/],
  ['the nonce of another sign-in', { email: 'lena@clianta.example', nonce: 'another' }, /belongs to another/],
])('lets nobody in by %s', async (_what, claims, why) => {
  const { to, cookie } = await begin();
  const { to: sent, cookies } = await go(google.agree(to, claims), cookie);
  expect(problemIn(sent)).toMatch(why);
  expect(cookies.some((one) => one.startsWith('clianta_session='))).toBe(false);
});

it('takes no answer to a question that this browser did not ask', async () => {
  const [mine, theirs] = [await begin(), await begin()];
  const back = google.agree(theirs.to, { email: 'lena@clianta.example' });
  for (const cookie of ['', mine.cookie])
    expect(problemIn((await go(back, cookie)).to)).toMatch(/broken off/);
});
