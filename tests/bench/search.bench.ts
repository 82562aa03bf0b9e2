import { catalogue } from '@clianta/agents/registry';
import { searchEverything } from '@clianta/bot/search/search-everything';
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

/** How long finding takes as somebody types, in a workspace with many contacts. */
export function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  return withLargeWorkspace(async (crm, scope) => {
    const times: number[] = [];
    for (let i = 0; i < WARM_UP + SEARCHES; i++) {
      const begin = performance.now();
      await searchEverything(crm, catalogue, scope, TYPED[i % TYPED.length] ?? '');
      if (i >= WARM_UP) times.push(performance.now() - begin);
    }
    const figures = { searchP50Ms: percentile(times, 0.5), searchP95Ms: percentile(times, 0.95) };
    if (!json) {
      process.stdout.write(
        `find by name among ${CONTACTS.toLocaleString('en')} contacts: ${figures.searchP50Ms.toFixed(1)} ms, p95 ${figures.searchP95Ms.toFixed(1)} ms\n`,
      );
    }
    return figures;
  });
}
