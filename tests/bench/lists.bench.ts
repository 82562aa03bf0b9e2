import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import type { FindOptions } from '@clianta/crm-core/entity/record-reader';
import { CONTACTS, percentile, withLargeWorkspace } from './large-workspace.ts';

const PAGE = 50;
const ROUNDS = 12;

/** What a list of the console asks for: its first page, and how many there are in all. */
const LISTS: Record<string, FindOptions> = {
  byName: { sort: 'name' },
  newest: {},
  filtered: { where: [{ field: 'name', op: 'starts_with', value: 'Ada Q' }], sort: 'name' },
  withoutOwner: { where: [{ field: 'ownerId', op: 'is_empty' }], sort: '-createdAt' },
};

/** How long the first page of a list takes, and the hundredth, in a workspace with many contacts. */
export function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  return withLargeWorkspace(async (crm, scope) => {
    const contacts = crm.records(Contact);
    const figures: Record<string, number> = {};
    const told = (name: string, ms: number) => {
      figures[`${name}Ms`] = ms;
      if (!json) process.stdout.write(`${name}: ${ms.toFixed(1)} ms\n`);
    };
    if (!json)
      process.stdout.write(`lists of ${CONTACTS.toLocaleString('en')} contacts, first page counted\n`);
    for (const [name, options] of Object.entries(LISTS)) {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const begin = performance.now();
        await Promise.all([
          contacts.find(scope, { ...options, limit: PAGE }),
          contacts.count(scope, options.where ? { where: options.where } : {}),
        ]);
        times.push(performance.now() - begin);
      }
      told(name, percentile(times, 0.5));
    }
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
