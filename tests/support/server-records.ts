import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import type { TestServer } from './server.ts';
import { DEMO_PASSWORD } from './server.ts';

/** A record as the REST API gives it; each assertion says which fields it expects. */
// biome-ignore lint/suspicious/noExplicitAny: the tests check the form
export type JsonRecord = any;

export interface Records {
  workspaceId: string;
  list(
    plural: string,
    options?: { filter?: Filter; search?: string; deleted?: string },
  ): Promise<JsonRecord[]>;
  /** The one record that a search finds. @throws Error when there are none or several */
  one(plural: string, search: string): Promise<JsonRecord>;
  get(plural: string, id: string): Promise<JsonRecord>;
  create(plural: string, body: object): Promise<JsonRecord>;
  update(plural: string, id: string, patch: object): Promise<JsonRecord>;
}

const PAGE = 200;

/** What is really in the database, seen through the REST API by a signed-in member: the other side of every screen. */
export async function recordsOf(
  server: Pick<TestServer, 'url'>,
  { email = 'sam@clianta.example', password = DEMO_PASSWORD } = {},
): Promise<Records> {
  const signIn = await fetch(`${server.url}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const session = (await signIn.json()) as { workspaces: { id: string }[] };
  const workspaceId = session.workspaces[0]?.id;
  if (!workspaceId) throw new Error(`${email} cannot sign in: ${signIn.status}`);
  const cookie = String(signIn.headers.get('set-cookie')).split(';')[0] ?? '';
  const call = async (path: string, method = 'GET', body?: object): Promise<JsonRecord> => {
    const response = await fetch(`${server.url}/api/workspaces/${workspaceId}/${path}`, {
      method,
      headers: { cookie, 'Content-Type': 'application/json', 'X-Clianta-Client': 'web' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const list: Records['list'] = async (plural, { filter, ...options } = {}) => {
    const query = new URLSearchParams({ ...options, limit: String(PAGE) });
    if (filter) query.set('filter', JSON.stringify(filter));
    const records = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      if (cursor) query.set('cursor', cursor);
      const page = await call(`${plural}?${query}`);
      records.push(...page.records);
      cursor = page.nextCursor;
    }
    return records;
  };
  return {
    workspaceId,
    list,
    async one(plural, search) {
      const found = await list(plural, { search });
      if (found.length !== 1) throw new Error(`${found.length} ${plural} are found by "${search}".`);
      return found[0];
    },
    get: (plural, id) => call(`${plural}/${id}?deleted=all`),
    create: (plural, body) => call(plural, 'POST', body),
    update: (plural, id, patch) => call(`${plural}/${id}`, 'PATCH', patch),
  };
}
