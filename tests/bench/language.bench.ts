import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Catalogue } from '@clianta/agents/catalogue';
import type { LanguageContext } from '@clianta/agents/language/language-context';
import { aFocus } from '@clianta/agents/language/testing/fixture-context';
import { understand } from '@clianta/agents/language/understand';
import { catalogue } from '@clianta/agents/registry';
import { aWorkspace } from './language-workspaces.ts';
import { withMadeUpAgents } from './made-up-agents.ts';

const PATTERNS = [
  'show all deals over {n}k owned by {user}',
  'which deals of {company} close before {date}?',
  'who at {company} have we not talked to for {n} days?',
  'add Kim Novak from {company}, kim{n}@novak.example, VP Sales',
  'create a {n}k deal for {company} closing {date}',
  'remind me to call {person} {date} at 10',
  'reassign all of {user}’s open deals over {n}k to Carlos',
  'how many companies over {n} people are in Germany?',
  'log a call with {person}: wants a revised quote by Friday',
  "change {person}'s phone to +1 415 555 0{n}",
  'move it to Proposal and remind me to follow up {date}',
  'delete all contacts tagged test created before {date}',
];
const VALUES: Readonly<Record<string, readonly string[]>> = {
  n: ['12', '25', '40', '75', '150'],
  user: ['Akira', 'Mia', 'Dana'],
  company: ['Northwind', 'Contoso', 'Globex', 'Blue Harbor Logistics', 'Litware'],
  date: ['end of next month', 'next Friday', 'March 15', 'tomorrow', 'in 2 weeks'],
  person: ['Jane Doe', 'Bob', 'Priya Raman', 'Hiro'],
};
/** Distinct sentences. */
const SENTENCES = 120;
/** The middle of as many times counts for each sentence. */
const ROUNDS = 3;
const OWN_WORDS = 2_000;
const LARGE = { contacts: 100_000, companies: 10_000, ownWords: OWN_WORDS };
/** As many as are planned besides those that work. */
const MORE_AGENTS = 16;
const BYTES_IN_MB = 1024 * 1024;

function sentences(): string[] {
  return Array.from({ length: SENTENCES }, (_, index) => {
    const pattern = PATTERNS[index % PATTERNS.length] ?? '';
    return pattern.replace(/\{(\w+)\}/g, (_all, name: string) => {
      const values = VALUES[name] ?? [''];
      return values[Math.floor(index / PATTERNS.length) % values.length] ?? '';
    });
  });
}

interface Case {
  name: string;
  context: LanguageContext;
  catalogue: Catalogue;
}

/** Workspaces from small to large, then agents from few to many; only one thing differs from one to the next. */
function cases(): Case[] {
  const focus = [aFocus('opportunity', 'Contoso rollout'), aFocus('contact', 'Jane Doe')];
  const withRecords = (contacts: number, ownWords: number) => ({
    ...aWorkspace({ contacts, companies: contacts / 10, ownWords }),
    focus,
  });
  const small = withRecords(0, 0);
  return [
    { name: 'small', context: small, catalogue },
    { name: 'records1k', context: withRecords(1_000, 0), catalogue },
    { name: 'records10k', context: withRecords(10_000, 0), catalogue },
    { name: 'records100k', context: withRecords(100_000, 0), catalogue },
    { name: 'ownWords', context: withRecords(0, OWN_WORDS), catalogue },
    { name: 'agents24', context: small, catalogue: withMadeUpAgents(MORE_AGENTS) },
    { name: 'large', context: { ...aWorkspace(LARGE), focus }, catalogue },
  ];
}

interface Measured {
  p50Ms: number;
  p99Ms: number;
}

/**
 * How long the built-in language engine takes to understand a sentence, in milliseconds, after a warm-up round, in a small
 * workspace and in a large one (100,000 contacts, 10,000 companies, 2,000 words of its own), and how that grows with
 * records, words and agents: ratios to the small one, each sentence said to all of them in turn, so that whatever else the
 * machine does weighs on all alike. Names are looked up in memory; what the database takes for it is another benchmark's.
 */
export async function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  const all = cases();
  const said = sentences();
  for (const sentence of said) await sayToAll(sentence, all);
  const heapBefore = heapMb();
  const times = all.map((): number[] => []);
  for (const sentence of said) {
    const rounds: number[][] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await sayToAll(sentence, all));
    for (const [at, own] of times.entries()) own.push(median(rounds.map((round) => round[at] ?? 0)));
  }
  const heapAfter = heapMb();
  const [small, ...others] = all.map((one, at) => ({ ...one, ...percentiles(times[at] ?? []) }));
  if (!small) throw new Error('There is nothing to measure.');
  const figures = { p50Ms: small.p50Ms, p99Ms: small.p99Ms };
  const large = others.at(-1) ?? small;
  if (!json)
    console.table(
      Object.fromEntries(
        [small, ...others].map(({ name, p50Ms, p99Ms }) => [
          name,
          { p50Ms: round(p50Ms), p99Ms: round(p99Ms), 'times small': round(p50Ms / small.p50Ms) },
        ]),
      ),
    );
  const result: Record<string, number> = {
    ...figures,
    largeP50Ms: large.p50Ms,
    largeP99Ms: large.p99Ms,
    ...Object.fromEntries(others.map(({ name, p50Ms }) => [`${name}Ratio`, p50Ms / small.p50Ms])),
    heapMb: heapAfter,
    heapGrowthMb: heapAfter - heapBefore,
  };
  const rounded = Object.fromEntries(Object.entries(result).map(([name, value]) => [name, round(value)]));
  if (!json)
    console.table({ sentences: said.length, heapMb: rounded.heapMb, heapGrowthMb: rounded.heapGrowthMb });
  return rounded;
}

async function sayToAll(sentence: string, all: readonly Case[]): Promise<number[]> {
  const times: number[] = [];
  for (const one of all) {
    const from = performance.now();
    await understand(sentence, one.context, one.catalogue);
    times.push(performance.now() - from);
  }
  return times;
}

const inOrder = (times: readonly number[]) => [...times].sort((a, b) => a - b);
const median = (times: readonly number[]) => inOrder(times)[Math.floor(times.length / 2)] ?? 0;
const round = (value: number) => Math.round(value * 100) / 100;

function percentiles(times: readonly number[]): Measured {
  const sorted = inOrder(times);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** What is in use after everything that can be forgotten is. */
function heapMb(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed / BYTES_IN_MB;
}
