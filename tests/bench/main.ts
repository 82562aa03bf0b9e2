import { parseArgs } from 'node:util';

/** Each prints a table for people and returns its figures. */
const BENCHMARKS: Record<
  string,
  () => Promise<{ run(options: { json: boolean }): Promise<Record<string, number>> }>
> = {
  turn: () => import('./turn.bench.ts'),
  start: () => import('./start.bench.ts'),
  db: () => import('./db.bench.ts'),
  language: () => import('./language.bench.ts'),
  events: () => import('./events.bench.ts'),
  channels: () => import('./channels.bench.ts'),
  console: () => import('./console.bench.ts'),
  search: () => import('./search.bench.ts'),
  import: () => import('./import.bench.ts'),
  lists: () => import('./lists.bench.ts'),
  duplicates: () => import('./duplicates.bench.ts'),
  forecast: () => import('./forecast.bench.ts'),
  mail: () => import('./mail.bench.ts'),
  campaign: () => import('./campaign.bench.ts'),
  tracking: () => import('./tracking.bench.ts'),
  scale: () => import('./scale.bench.ts'),
  workflows: () => import('./workflows.bench.ts'),
  salesforce: () => import('./salesforce.bench.ts'),
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
const names = positionals.length > 0 ? positionals : Object.keys(BENCHMARKS);
const unknown = names.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}. Use: ${Object.keys(BENCHMARKS).join(', ')}.\n`,
  );
  process.exit(1);
}
const figures: Record<string, Record<string, number>> = {};
for (const name of names) {
  if (!values.json) process.stdout.write(`\n${name}\n`);
  const benchmark = await BENCHMARKS[name]?.();
  figures[name] = (await benchmark?.run({ json: values.json ?? false })) ?? {};
}
// one benchmark: its own figures; several: by name
const [only] = names;
if (values.json)
  process.stdout.write(`${JSON.stringify(names.length === 1 && only ? figures[only] : figures)}\n`);
process.exit(0);
