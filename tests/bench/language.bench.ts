import { aContext, aFocus } from '@clianta/agents/language/testing/fixture-context';
import { understand } from '@clianta/agents/language/understand';
import { catalogue } from '@clianta/agents/registry';

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
const ROUNDS = 30;

function sentences(): string[] {
  return Array.from({ length: PATTERNS.length * ROUNDS }, (_, index) => {
    const pattern = PATTERNS[index % PATTERNS.length] ?? '';
    return pattern.replace(/\{(\w+)\}/g, (_all, name: string) => {
      const values = VALUES[name] ?? [''];
      return values[Math.floor(index / PATTERNS.length) % values.length] ?? '';
    });
  });
}

/** How long the built-in language engine takes to understand a sentence, in milliseconds, after a warm-up round. */
export async function run({ json }: { json: boolean }): Promise<{ p50Ms: number; p99Ms: number }> {
  const context = aContext({
    focus: [aFocus('opportunity', 'Contoso rollout'), aFocus('contact', 'Jane Doe')],
  });
  const all = sentences();
  for (const sentence of all) await understand(sentence, context, catalogue);
  const times: number[] = [];
  for (const sentence of all) {
    const from = performance.now();
    await understand(sentence, context, catalogue);
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 100) / 100;
  const result = { p50Ms: at(0.5), p99Ms: at(0.99) };
  if (!json) console.table({ sentences: all.length, ...result });
  return result;
}
