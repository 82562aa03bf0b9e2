import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../support/source-files.ts';
import { openDemoWorld } from './demo-world.ts';
import { writeSection } from './evals-document.ts';
import { readLanguageLines } from './language-line.schema.ts';
import { languageSection, printOutcome, printTable } from './language-report.ts';
import { type LineOutcome, runLines } from './run-lines.ts';

const OWN = ['tests/evals/language.jsonl', 'tests/evals/language-dev.jsonl'];

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
const files = values.data ?? OWN.map((file) => join(root, file));
const world = await openDemoWorld();
const bySource: Array<{ source: string; outcomes: LineOutcome[] }> = [];
const write = (text: string) => process.stdout.write(`${text}\n`);
try {
  for (const file of files) {
    const outcomes: LineOutcome[] = [];
    const source = file.slice(file.lastIndexOf('/') + 1);
    const lines = readLanguageLines(readFileSync(file, 'utf8'), source);
    const isWanted = ({ id, cat }: { id: string; cat: string }) =>
      !values.only || values.only.includes(cat) || values.only.includes(id);
    for await (const outcome of runLines(world, lines, isWanted)) {
      outcomes.push(outcome);
      if (values.json) write(JSON.stringify(asJson(outcome)));
      else if (values.all || outcome.verdict !== 'right') write(printOutcome(outcome));
    }
    bySource.push({ source, outcomes });
    if (!values.json) write(printTable(source, outcomes));
  }
} finally {
  await world.close();
}
if (!values.data && !values.only) writeSection('language', languageSection(bySource));
process.exit(0);

function asJson({ line, verdict, ...outcome }: LineOutcome): Record<string, unknown> {
  const { id, cat, text, expect } = line;
  return { id, cat, text, expect, outcome: verdict, ...outcome };
}
