import { catalogue } from '@clianta/agents/registry';
import { searchEverything } from '@clianta/bot/search/search-everything';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { CONTACTS, percentile, withLargeWorkspace } from './large-workspace.ts';

const WARM_UP = 50;
const SEARCHES = 400;

/** One letter, beginnings, two words, a whole name, a typo, and what there is not. */
const TYPED = [
  'a',
  'ja',
  'jane',
  'jane d',
  'quist',
  'lindqvi',
  'Ada Quist',
  'jnae',
  'company 77',
  'xyzzy',
  'zoe ro',
  'hasan',
];

/** More with `MOST_CONTACTS=1000000`, which takes minutes to fill. */
const SIZES = [10_000, 100_000, 1_000_000].filter(
  (size) => size <= Number(process.env.MOST_CONTACTS ?? CONTACTS),
);

/**
 * How long finding takes as somebody types, in workspaces of ten times the size each, beside the read of one contact by an
 * indexed value: what grows with the logarithm takes little longer.
 *
 * On two busy cores: 7.5 times the read of one contact at p50 and 3.4 times at p95 among 10,000 contacts, 6.7 and 3.2 times
 * among 100,000. So it does not grow; it is not twice, since finding looks into the words of eighteen kinds of records, each
 * with its own rights and its own index, and reads up to twenty of each whole to rank them. Fewer round trips do not help
 * (it makes one, and one for conversations beside it). Twice would take one index of names over all kinds, a second
 * place that every write, right and erasure would have to keep.
 */
export async function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const rows: Array<Record<string, string>> = [];
  for (const size of SIZES) {
    const found = await withLargeWorkspace(measured, (i) => ({ email: mailOf(i) }), size);
    for (const [name, value] of Object.entries(found)) figures[`${name} of ${size}`] = value;
    rows.push({ contacts: size.toLocaleString('en'), ...inWords(found) });
  }
  if (!json) console.table(rows);
  return figures;
}

const mailOf = (i: number) => `p${i}@large.example`;

async function measured(crm: CrmCore, scope: Scope) {
  const contacts = crm.records(Contact);
  const find: number[] = [];
  const point: number[] = [];
  // in turn, so that whatever else the machine does slows both alike
  for (let i = 0; i < WARM_UP + SEARCHES; i++) {
    const [found, read] = [
      await timeOf(() => searchEverything(crm, catalogue, scope, TYPED[i % TYPED.length] ?? '')),
      await timeOf(() => contacts.findOne(scope, { email: mailOf((i * 7_919) % 10_000) })),
    ];
    if (i < WARM_UP) continue;
    find.push(found);
    point.push(read);
  }
  const [p50, p95] = [0.5, 0.95].map((share) => ({
    search: percentile(find, share),
    point: percentile(point, share),
  })) as [Pair, Pair];
  return {
    searchP50Ms: p50.search,
    searchP95Ms: p95.search,
    pointP50Ms: p50.point,
    pointP95Ms: p95.point,
    timesAtP50: p50.search / p50.point,
    timesAtP95: p95.search / p95.point,
  };
}

interface Pair {
  search: number;
  point: number;
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

const inWords = (figures: Record<string, number>) =>
  Object.fromEntries(Object.entries(figures).map(([name, ms]) => [name, ms.toFixed(1)]));
