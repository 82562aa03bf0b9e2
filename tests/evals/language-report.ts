import { VERDICTS, type Verdict } from './judge.ts';
import type { LineOutcome } from './run-lines.ts';

const MOST_LINES = 8;

/** One sentence and what it came to, for people. */
export function printOutcome({
  line,
  verdict,
  problems,
  answer,
  calls,
  changes,
  isProposed,
  ms,
}: LineOutcome): string {
  const lines = answer.split('\n');
  const more = lines.length - MOST_LINES;
  return [
    `\n${line.id} [${line.cat}] ${verdict}: “${line.text}” (${ms} ms)`,
    ...(typeof line.expect === 'string' ? [`   wanted: ${line.expect}`] : []),
    ...problems.map((problem) => `   - ${problem}`),
    ...calls.map(
      ({ tool, args, error }) => `   ${tool} ${JSON.stringify(args)}${error ? ` refused: ${error}` : ''}`,
    ),
    ...changes.slice(0, MOST_LINES).map((change) => `   ${isProposed ? 'proposed: ' : 'wrote: '}${change}`),
    ...lines.slice(0, MOST_LINES).map((text) => `   | ${text}`),
    ...(more > 0 ? [`   | ... ${more} more lines`] : []),
  ].join('\n');
}

type Row = Record<Verdict | 'sentences', number>;

function countsOf(outcomes: readonly LineOutcome[]): Map<string, Row> {
  const rows = new Map<string, Row>();
  const add = (name: string, verdict: Verdict) => {
    const row = rows.get(name) ?? emptyRow();
    row.sentences++;
    row[verdict]++;
    rows.set(name, row);
  };
  for (const { line, verdict } of outcomes) add(line.cat, verdict);
  for (const { verdict } of outcomes) add('all', verdict);
  return rows;
}

const emptyRow = (): Row => ({
  sentences: 0,
  right: 0,
  asked: 0,
  refused: 0,
  puzzled: 0,
  'wrong answer': 0,
  'wrong write': 0,
  unjudged: 0,
});

const columnsOf = (rows: ReadonlyMap<string, Row>): Verdict[] =>
  VERDICTS.filter((verdict) => verdict !== 'unjudged' || (rows.get('all')?.unjudged ?? 0) > 0);

/** Verdicts by category, in columns of text. */
export function printTable(title: string, outcomes: readonly LineOutcome[]): string {
  const rows = countsOf(outcomes);
  const columns = columnsOf(rows);
  const head = [title.padEnd(22), 'sentences', ...columns, 'right %']
    .map((name) => name.padStart(12))
    .join(' ');
  const body = [...rows].map(([name, row]) =>
    [
      name.padEnd(22),
      ...[row.sentences, ...columns.map((column) => row[column])].map((count) => String(count).padStart(12)),
      share(row).padStart(12),
    ].join(' '),
  );
  const times = outcomes.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (part: number) => times[Math.floor(times.length * part)] ?? 0;
  return `\n${[head, ...body].join('\n')}\nA message is answered in ${at(0.5)} ms (p50), ${at(0.99)} ms (p99).`;
}

const share = (row: Row): string =>
  `${((100 * row.right) / Math.max(1, row.sentences - row.unjudged)).toFixed(1)} %`;

/** The same for docs/evals.md. */
export function languageSection(sources: ReadonlyArray<{ source: string; outcomes: LineOutcome[] }>): string {
  const tables = sources.map(({ source, outcomes }) => {
    const rows = countsOf(outcomes);
    const columns = columnsOf(rows);
    const head = ['', 'sentences', ...columns, 'right %'];
    const body = [...rows].map(([name, row]) => [
      name,
      row.sentences,
      ...columns.map((one) => row[one]),
      share(row),
    ]);
    return [
      `### ${source}`,
      '',
      ...[head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`),
    ];
  });
  return [
    'Sentences in the demo company on one Saturday, each in a conversation of its own through the inbound path, on the',
    'built-in engine. Right: the records and the answer are as the sentence wants them. Asked: a question back instead, and',
    'nothing was written. Refused: it says that it cannot. Puzzled: it did not understand. Wrong answer: nothing wrong was',
    'written, and the answer does not do. Wrong write: something was written that nobody wanted. `npm run eval:language`',
    'prints each.',
    '',
    ...tables.flatMap((table) => [...table, '']),
  ]
    .join('\n')
    .trimEnd();
}
