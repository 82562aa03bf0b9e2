import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { EvalWorld } from '../eval-world.ts';
import { writeSection } from '../evals-document.ts';
import { sandboxSchema, type WorkbenchResult, workbenchTaskSchema } from './sandbox.schema.ts';
import { openWorkbenchWorld, tableChanges } from './world.ts';

/** The domains of WorkBench; the tasks of those that are not asked for are answered with no change. */
const DOMAINS = [
  'customer_relationship_manager',
  'calendar',
  'email',
  'project_management',
  'analytics',
  'multi_domain',
];
/** Proposals that one request may lead to. */
const MOST_APPROVALS = 5;

/** `npm run eval:workbench -- --data DIR --tasks FILE --out FILE [--domain NAME]` */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    tasks: { type: 'string' },
    out: { type: 'string' },
    domain: { type: 'string', multiple: true, default: DOMAINS },
  },
});
const { data, tasks: tasksPath, out } = values;
if (!data || !tasksPath || !out) {
  process.stderr.write('Say: npm run eval:workbench -- --data DIR --tasks FILE --out FILE\n');
  process.exit(1);
}
// the world's clock and calendar are the sandbox's
process.env.TZ = 'UTC';
const sandbox = sandboxSchema.parse(JSON.parse(readFileSync(join(data, 'sandbox.json'), 'utf8')));
const tasks = readFileSync(tasksPath, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => workbenchTaskSchema.parse(JSON.parse(line)));
const world = await openWorkbenchWorld(sandbox);
const results: WorkbenchResult[] = [];
try {
  for (const { id, domain, query } of tasks) {
    if (values.domain.includes(domain)) results.push({ id, ...(await tried(world, query)) });
    else results.push({ id, changes: {}, reply: '' });
  }
} finally {
  await world.close();
}
writeFileSync(out, results.map((result) => `${JSON.stringify(result)}\n`).join(''));
const run = results.filter(({ ms }) => ms !== undefined);
const changed = run.filter(({ changes }) => Object.keys(changes).length > 0);
process.stdout.write(
  `Tried ${run.length} of ${tasks.length} tasks, ${changed.length} of them changed something; wrote ${out}.\n`,
);
const score = scored(join(data, 'score.mjs'));
process.stdout.write(score);
// figures of some domains say nothing of the rest
if (DOMAINS.every((name) => values.domain.includes(name))) writeSection('workbench', section());
process.exit(0);

/** Says the query and nothing else, in a conversation of its own, and approves what is proposed. */
async function tried(world: EvalWorld, query: string): Promise<Omit<WorkbenchResult, 'id'>> {
  const talk = await world.talk();
  const started = performance.now();
  let result = await talk.say(query);
  const results = [result];
  for (let count = 0; result.approval && count < MOST_APPROVALS; count++) {
    result = await talk.approve(result.approval);
    results.push(result);
  }
  const ms = Math.round(performance.now() - started);
  const charts = results.flatMap(({ reply }) => reply.cards.filter((card) => card.type === 'chart'));
  const outcome = { changes: await talk.changes(), sent: await talk.sent(), charts };
  return {
    changes: tableChanges(sandbox, outcome),
    reply: results.map(({ reply }) => reply.text).join('\n'),
    ms,
    modelCalls: results.reduce((sum, one) => sum + one.modelCalls, 0),
  };
}

/** What the benchmark's own judge says of the file that was written, where it is there. */
function scored(judge: string): string {
  if (!existsSync(judge)) return '';
  const { stdout } = spawnSync(process.execPath, [judge, String(tasksPath), String(out)], {
    encoding: 'utf8',
  });
  return stdout;
}

function section(): string {
  const lines = score.split('\n').filter((line) => /^\w+ +tasks /.test(line));
  return [
    'Single-turn tasks of WorkBench (arXiv 2405.00823), each alone through the inbound path on its own records and clock,',
    `every proposal approved, nothing sent but into the outbox. Of ${tasks.length} tasks ${changed.length} changed something. The`,
    "benchmark's own judge says:",
    '',
    ...(lines.length > 0 ? lines.map((line) => `    ${line.trim()}`) : ['    (it was not there)']),
  ].join('\n');
}
