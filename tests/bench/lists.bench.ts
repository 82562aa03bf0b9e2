import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import type { FindOptions } from '@clianta/crm-core/entity/record-reader';
import { CONTACTS, percentile, withLargeWorkspace } from './large-workspace.ts';

const PAGE = 50;
const ROUNDS = 7;

/** What a list of the console asks for; how many there are in all it asks for apart from that. */
const LISTS: Record<string, FindOptions> = {
  byName: { sort: 'name' },
  newest: {},
  filtered: { where: [{ field: 'name', op: 'starts_with', value: 'Ada Q' }], sort: 'name' },
  withoutOwner: { where: [{ field: 'ownerId', op: 'is_empty' }], sort: '-createdAt' },
};

async function median(read: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begin = performance.now();
    await read();
    times.push(performance.now() - begin);
  }
  return percentile(times, 0.5);
}

/** How long the first page of a list takes, the counting of all, and the hundredth page, with many contacts. */
export function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  return withLargeWorkspace(async (crm, scope) => {
    const contacts = crm.records(Contact);
    const figures: Record<string, number> = {};
    const told = (name: string, ms: number) => {
      figures[`${name}Ms`] = ms;
      if (!json) process.stdout.write(`${name}: ${ms.toFixed(1)} ms\n`);
    };
    if (!json) process.stdout.write(`lists of ${CONTACTS.toLocaleString('en')} contacts\n`);
    for (const [name, options] of Object.entries(LISTS)) {
      told(name, await median(() => contacts.find(scope, { ...options, limit: PAGE })));
    }
    told('countAll', await median(() => contacts.count(scope)));
    let cursor: string | undefined;
    let last = 0;
    for (let page = 0; page < 100; page++) {
      const begin = performance.now();
      const found = await contacts.find(scope, { sort: 'name', limit: PAGE, ...(cursor && { cursor }) });
      last = performance.now() - begin;
      cursor = found.nextCursor;
    }
    told('hundredthPage', last);
    return figures;
  });
}
