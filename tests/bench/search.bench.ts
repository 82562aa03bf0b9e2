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
  const find = await timesOf((i) => searchEverything(crm, catalogue, scope, TYPED[i % TYPED.length] ?? ''));
  const contacts = crm.records(Contact);
  const point = await timesOf((i) => contacts.findOne(scope, { email: mailOf((i * 7_919) % 10_000) }));
  return {
    searchP50Ms: percentile(find, 0.5),
    searchP95Ms: percentile(find, 0.95),
    pointP50Ms: percentile(point, 0.5),
    pointP95Ms: percentile(point, 0.95),
  };
}

async function timesOf(work: (i: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + SEARCHES; i++) {
    const begin = performance.now();
    await work(i);
    if (i >= WARM_UP) times.push(performance.now() - begin);
  }
  return times;
}

const inWords = (figures: Record<string, number>) =>
  Object.fromEntries(Object.entries(figures).map(([name, ms]) => [name, ms.toFixed(1)]));
