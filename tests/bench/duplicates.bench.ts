import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { compareAll, compareRecord } from '@clianta/crm-core/intelligence/hygiene/compare-records';
import { CONTACTS, percentile, withLargeWorkspace } from './large-workspace.ts';

const CHANGES = 200;
const COMPANIES = 9_000;
/** Every so many contacts one has the phone of another. */
const TWICE = 20;

const valuesOf = (i: number) => ({
  email: `p${i}@c${i % COMPANIES}.example`,
  phone: `+4930${1_000_000 + (i % TWICE === 0 ? i + 1 : i)}`,
  companyId: `company${i % COMPANIES}`,
});

/** How long the nightly look at all contacts takes, what it holds, and how long one changed contact takes. */
export function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  return withLargeWorkspace(async (crm, scope) => {
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 50);
    const begin = performance.now();
    const { pairs } = await compareAll(crm, scope.workspaceId, Contact.name);
    const sweepMs = performance.now() - begin;
    clearInterval(watch);
    most = Math.max(most, process.memoryUsage().rss);
    const { records } = await crm.records(Contact).find(scope, { limit: CHANGES });
    const times: number[] = [];
    for (const { id } of records) {
      const start = performance.now();
      await compareRecord(crm, scope.workspaceId, Contact.name, id);
      times.push(performance.now() - start);
    }
    const figures = {
      sweepMs,
      sweepMb: (most - before) / 1e6,
      pairs: pairs.length,
      compareP50Ms: percentile(times, 0.5),
      compareP95Ms: percentile(times, 0.95),
    };
    if (!json)
      process.stdout.write(
        `compare ${CONTACTS.toLocaleString('en')} contacts: ${(sweepMs / 1_000).toFixed(1)} s, ${figures.sweepMb.toFixed(0)} MB more, ${pairs.length} pairs; one changed: ${figures.compareP50Ms.toFixed(1)} ms, p95 ${figures.compareP95Ms.toFixed(1)} ms\n`,
      );
    return figures;
  }, valuesOf);
}
