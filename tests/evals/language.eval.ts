import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../support/source-files.ts';
import { openDemoWorld } from './demo-world.ts';
import { writeSection } from './evals-document.ts';
import { readLanguageLines } from './language-line.schema.ts';
import { languageSection, printOutcome, printTable } from './language-report.ts';
import { type LineOutcome, runLines } from './run-lines.ts';

/** Worlds beside each other: while one waits for its database, the other one thinks. */
const LANES = 2;
/** Written without regard to how sentences are read; only their tables are printed, lest anybody work towards them, until they are asked for by name. */
const UNSEEN: readonly string[] = ['unseen.jsonl', 'first-sight.jsonl', 'colleagues.jsonl'];
const OWN = [
  'language.jsonl',
  'language-dev.jsonl',
  'fresh.jsonl',
  'talk.jsonl',
  'spoken.jsonl',
  'working-day.jsonl',
  ...UNSEEN,
];

/** `npm run eval:language -- [--data FILE] [--json] [--only CATEGORY or ID]` */
const { values } = parseArgs({
  options: {
    data: { type: 'string', multiple: true },
    json: { type: 'boolean' },
    only: { type: 'string', multiple: true },
    /** Everything is printed, what was right too. */
    all: { type: 'boolean' },
  },
});
const files = values.data ?? OWN.map((file) => join(root, 'tests/evals', file));
const isWanted = ({ id, cat }: { id: string; cat: string }) =>
  !values.only || values.only.includes(cat) || values.only.includes(id);
const write = (text: string) => process.stdout.write(`${text}\n`);
const worlds = await Promise.all(Array.from({ length: LANES }, openDemoWorld));
const bySource: Array<{ source: string; outcomes: LineOutcome[] }> = [];
try {
  for (const file of files) {
    const source = basename(file);
    const isTold = values.data !== undefined || !UNSEEN.includes(source);
    const lines = readLanguageLines(readFileSync(file, 'utf8'), source);
    const outcomes: LineOutcome[] = [];
    const told = (outcome: LineOutcome) => {
      outcomes.push(outcome);
      if (!isTold) return;
      if (values.json) write(JSON.stringify(asJson(outcome)));
      else if (values.all || outcome.verdict !== 'right') write(printOutcome(outcome));
    };
    // each world takes the next line that nobody has
    const left = lines.filter(isWanted);
    await Promise.all(worlds.map((world) => runLines(world, lines, left, told)));
    outcomes.sort((a, b) => lines.indexOf(a.line) - lines.indexOf(b.line));
    bySource.push({ source, outcomes });
    if (!values.json) write(printTable(source, outcomes));
  }
} finally {
  await Promise.all(worlds.map((world) => world.close()));
}
if (!values.data && !values.only) writeSection('language', languageSection(bySource));
process.exit(0);

function asJson({ line, verdict, ...outcome }: LineOutcome): Record<string, unknown> {
  const { id, cat, text, expect } = line;
  return { id, cat, text, expect, outcome: verdict, ...outcome };
}
