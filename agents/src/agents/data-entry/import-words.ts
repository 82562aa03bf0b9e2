import { Attachment } from '@clianta/crm-core/files/attachment/attachment.schema';
import type { ImportRecord } from '@clianta/crm-core/imports/import/import.schema';
import { openQuestions, targetsFor } from '@clianta/crm-core/imports/imports';
import { countsInWords } from '@clianta/crm-core/imports/run/counts-in-words';
import type { Card } from '../../reply.schema.ts';
import type { ToolContext, ToolResult } from '../../tool.ts';
import { fileCard } from '../../tools/file-card.ts';
import { counted } from '../../tools/format.ts';

const SAMPLES = 3;
/** Rows of a table that says what is wrong. */
const SHOWN = 20;

const DELIMITERS: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
};

/** What an import is about to do: what became of each column, with samples, and what is still to be said. */
export async function draftAnswer(
  context: ToolContext,
  record: ImportRecord,
  lead: string,
): Promise<ToolResult> {
  const entity = context.crm.store.entity(record.kind);
  const targets = await targetsFor(context.crm, context.scope.workspaceId, entity);
  const labelOf = (key: string | undefined) => targets.find((one) => one.key === key)?.label;
  const questions = openQuestions(context.crm, record);
  const isText = record.sheet === undefined;
  const form = isText
    ? ` Its cells are divided by ${DELIMITERS[record.delimiter]} (${record.encoding}).`
    : ` It is the sheet “${record.sheet}”${(record.sheets?.length ?? 0) > 1 ? ` of ${record.sheets?.join(', ')}` : ''}.`;
  const match = labelOf(record.matchBy) ?? record.matchBy;
  const how = {
    create: `Rows that are there already by ${match} are left alone`,
    update: `Only ${entity.label.many} that are there by ${match} are changed`,
    upsert: `Rows that are there already by ${match} are updated, the others are added`,
  }[record.mode];
  const required = record.required.map(labelOf).filter(Boolean).join(', ');
  const skipped = required ? ` Rows without ${required} are left out.` : '';
  const rows = record.columns.map(({ header, field, samples }, at) => ({
    cells: {
      place: String(at + 1),
      column: header || '(no name)',
      field: labelOf(field) ?? 'left out',
      samples: samples.slice(0, SAMPLES).join(' · '),
    },
  }));
  const card: Card = {
    type: 'table',
    title: `${record.name} becomes ${entity.label.many}`,
    columns: [
      { key: 'place', label: '#', align: 'right' },
      { key: 'column', label: 'Column' },
      { key: 'field', label: 'Becomes' },
      { key: 'samples', label: 'For example' },
    ],
    rows,
    count: rows.length,
  };
  const next =
    questions.length > 0 ? ` ${questions.join(' ')}` : ' Say “dry run” to see what would happen, or “go”.';
  return {
    text: `${lead} **${record.name}** has ${counted(record.total, { one: 'row', many: 'rows' })}, which become ${entity.label.many}.${form} ${how}.${skipped}${next}`,
    cards: [card],
    suggestions:
      questions.length > 0
        ? ['Day first', 'Month first'].filter(() => /day first/.test(next))
        : ['Dry run', 'Go'],
    isAnswer: true,
  };
}

/** Rows that cannot be taken, and why. */
export function problemsCard({ problems = [], counts, name }: ImportRecord): Card[] {
  if (problems.length === 0) return [];
  return [
    {
      type: 'table',
      title: `Rows of ${name} with errors`,
      columns: [
        { key: 'row', label: 'Row', align: 'right' },
        { key: 'title', label: 'What' },
        { key: 'reason', label: 'Why not' },
      ],
      rows: problems.slice(0, SHOWN).map(({ row, title, reason }) => ({
        cells: { row: String(row), title, reason },
      })),
      count: counts?.failed ?? problems.length,
    },
  ];
}

/** What an import came to, or how far it is. */
export async function statusAnswer(context: ToolContext, record: ImportRecord): Promise<ToolResult> {
  const { label } = context.crm.store.entity(record.kind);
  const counts = countsInWords(record.counts, label);
  const percent = Math.floor((record.row / Math.max(1, record.total)) * 100);
  const taken = record.takenBack;
  const back = !taken
    ? ''
    : taken.isDone
      ? ` It was taken back: ${taken.reverted} changes were reverted${taken.keptCount > 0 ? `, ${taken.keptCount} were kept because of later changes (${taken.kept.map(({ title }) => title).join(', ')})` : ''}.`
      : ' It is being taken back.';
  const said = {
    draft: `has not begun. Say “dry run” or “go”.`,
    checked: `has not begun. The dry run came to: ${counts}. Say “go” to begin.`,
    running: `is running: ${record.row} of ${record.total} rows (${percent} %). So far ${counts}.`,
    paused: `is paused after ${record.row} of ${record.total} rows: ${counts}. Say “resume the import” to go on.`,
    done: `is done: ${counts}.`,
    cancelled: `was cancelled after ${record.row} of ${record.total} rows: ${counts}.`,
    failed: `stopped after ${record.row} of ${record.total} rows. ${record.error ?? ''}`,
  }[record.status];
  return {
    text: `The import of **${record.name}** ${said}${back}`,
    cards: [...problemsCard(record), ...(await errorFile(context, record))],
    isAnswer: true,
  };
}

/** It is gone when the import was taken back. */
async function errorFile({ crm, scope }: ToolContext, { errorFileId }: ImportRecord): Promise<Card[]> {
  const files = await crm.records(Attachment).getMany(scope, errorFileId ? [errorFileId] : []);
  return [...files.values()].filter(({ isDeleted }) => !isDeleted).map(fileCard);
}
