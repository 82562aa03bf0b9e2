import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadRouter } from '@clianta/agents/language/route/router';
import { catalogue } from '@clianta/agents/registry';
import { root } from '../support/source-files.ts';
import { readCases, scoreRouting } from './score-routing.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: join(root, 'tests/evals/routing.jsonl') },
    json: { type: 'boolean', default: false },
  },
});
const score = scoreRouting(readCases(readFileSync(values.data, 'utf8')), loadRouter(catalogue));
const write = (line: string) => process.stdout.write(`${line}\n`);
const percent = ({ right, of }: { right: number; of: number }) =>
  `${of === 0 ? '-' : `${((100 * right) / of).toFixed(1)} %`} (${right} of ${of})`;

if (values.json) write(JSON.stringify(score));
else {
  for (const { id, text, agents, chosen, isRight } of score.cases) {
    const offers = chosen.map((one) => `${one.agent}/${one.tool} ${one.probability.toFixed(2)}`).join(', ');
    write(
      `${isRight ? ' ' : '!'} ${id} ${text}\n    ${offers}${isRight ? '' : `; right: ${agents.join(', ')}`}`,
    );
  }
  write(`\nright agent ${percent(score.first)}, among the first three ${percent(score.firstThree)}`);
  for (const [least, share] of Object.entries(score.reliability))
    write(`at least ${least} sure: ${percent(share)}`);
  for (const [kind, share] of Object.entries(score.byKind)) write(`kind ${kind}: ${percent(share)}`);
  for (const [agent, share] of Object.entries(score.byAgent)) write(`${agent}: ${percent(share)}`);
}
