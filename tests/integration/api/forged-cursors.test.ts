import { entities } from '@clianta/crm-core/registry';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiClient, type ApiServer, anApiServer, signedIn } from '../../support/api-server.ts';

let server: ApiServer;
let sam: ApiClient;

beforeAll(async () => {
  server = await anApiServer();
  sam = await signedIn(server);
});
afterAll(() => server.stop());

const VALUES = ['abc', '', 5, 1e300, true, null, { $gt: '' }, ['a']];
const cursorOf = (mark: object) => Buffer.from(JSON.stringify(mark)).toString('base64url');

/** A list that can be put in order by a field of the kind. */
const orders = ['string', 'number', 'boolean', 'date', 'day', 'enum'].map((kind) => {
  for (const { plural, fields } of entities) {
    const field = fields.find((one) => one.kind === kind && !one.hidden);
    if (field) return { plural, sort: field.name };
  }
  throw new Error(`No list can be put in order by a ${kind}.`);
});

it('a cursor that somebody made up is read or refused whatever the order, and never an error of ours', async () => {
  const seen = new Set<number>();
  for (const { plural, sort } of [...orders, { plural: 'contacts', sort: 'id' }]) {
    const marks = VALUES.flatMap((v) => [
      { s: sort, v, id: 'x' },
      { s: sort, v, d: true, id: 'x' },
    ]);
    const path = (mark: object) => `/${plural}?sort=${sort}&limit=2&cursor=${cursorOf(mark)}`;
    const answers = await Promise.all(marks.map((mark) => sam.call('GET', path(mark))));
    for (const [i, { status }] of answers.entries()) {
      seen.add(status);
      expect([200, 400], `${plural} ${sort} ${JSON.stringify(marks[i])}`).toContain(status);
    }
  }
  expect([...seen].sort()).toEqual([200, 400]);
});

it('the audit log by requests takes only cursors of its own', async () => {
  const forged = await sam.call(
    'GET',
    `/audit/requests?cursor=${cursorOf({ s: '-at', v: 'abc', d: true, id: 'x' })}`,
  );
  expect(forged.status).toBe(400);
  const { nextCursor } = (await sam.call('GET', '/audit/requests?limit=2')).body;
  expect((await sam.call('GET', `/audit/requests?limit=2&cursor=${nextCursor}`)).status).toBe(200);
});
