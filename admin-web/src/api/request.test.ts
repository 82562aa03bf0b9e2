import { afterEach, expect, it, vi } from 'vitest';
import { request, whenSignedOut } from './request.ts';

const answer = (status: number, body: object) => new Response(JSON.stringify(body), { status });
const onSignedOut = vi.fn();

afterEach(() => {
  vi.unstubAllGlobals();
  onSignedOut.mockReset();
});

it('asks once more what was refused while another session was on its way', async () => {
  let renew = (_: Response) => {};
  let isRenewed = false;
  vi.stubGlobal('fetch', (path: string) => {
    if (path === '/api/auth/password') return new Promise<Response>((resolve) => (renew = resolve));
    return Promise.resolve(isRenewed ? answer(200, { ok: true }) : answer(401, {}));
  });
  whenSignedOut(onSignedOut);
  const renewal = request('/api/auth/password', { method: 'POST', isRenewal: true });
  const meanwhile = request('/api/workspaces/w/notices');
  isRenewed = true;
  renew(answer(200, {}));
  await renewal;
  expect(await meanwhile).toEqual({ ok: true });
  expect(onSignedOut).not.toHaveBeenCalled();
});

it('says that the session is gone when nothing brings another one', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(answer(401, {})));
  whenSignedOut(onSignedOut);
  await expect(request('/api/workspaces/w/notices')).rejects.toMatchObject({ status: 401 });
  expect(onSignedOut).toHaveBeenCalledTimes(1);
});
