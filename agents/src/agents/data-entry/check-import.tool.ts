import { InvalidError } from '@clianta/crm-core/errors';
import { Import } from '@clianta/crm-core/imports/import/import.schema';
import { openQuestions } from '@clianta/crm-core/imports/imports';
import { checkImport } from '@clianta/crm-core/imports/run/check-import';
import { countsInWords } from '@clianta/crm-core/imports/run/counts-in-words';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { formatDate } from '../../tools/format.ts';
import { currentImport } from './current-import.ts';
import { draftAnswer, problemsCard, statusAnswer } from './import-words.ts';

const SHOWN = 10;

export const checkImportTool = defineTool({
  name: 'check_import',
  does: 'Looking at the import',
  description:
    'Dry run: what the newest import would create, change and refuse, without writing. Also how far it is, its errors, its columns, or the list of imports.',
  input: z.strictObject({
    show: z.enum(['dry_run', 'status', 'errors', 'columns', 'imports']).default('dry_run'),
  }),
  effect: 'read',
  async run({ show }, context): Promise<ToolResult> {
    if (show === 'imports') return listed(context);
    const record = await currentImport(context);
    if (show === 'columns') return draftAnswer(context, record, 'These are its columns.');
    const isOpen = record.status === 'draft' || record.status === 'checked';
    if (show === 'status' || !isOpen) return statusAnswer(context, record);
    const questions = openQuestions(context.crm, record);
    if (questions.length > 0) throw new InvalidError(questions.join(' '));
    const checked = await checkImport(context.crm, context.scope, record);
    const { label } = context.crm.store.entity(record.kind);
    const part = checked.checkedRows
      ? ` I looked at the first ${checked.checkedRows} of ${record.total} rows.`
      : '';
    return {
      text: `Dry run of **${record.name}**, nothing is written: ${countsInWords(checked.counts, label)}.${part}`,
      cards: problemsCard(checked),
      suggestions: ['Go', 'Which column is which?'],
      isAnswer: true,
    };
  },
});

async function listed(context: ToolContext): Promise<ToolResult> {
  const { crm, scope } = context;
  const { records } = await crm.records(Import).find(scope, { sort: '-createdAt', limit: SHOWN });
  if (records.length === 0) return { text: 'There was no import yet.', isAnswer: true };
  const local = await crm.localOf(scope.workspaceId, scope.actor.id);
  return {
    text: `These are the last ${records.length === 1 ? 'import' : `${records.length} imports`}.`,
    cards: [
      {
        type: 'table',
        title: 'Imports',
        columns: [
          { key: 'file', label: 'File' },
          { key: 'at', label: 'When' },
          { key: 'status', label: 'Status' },
          { key: 'counts', label: 'Result' },
        ],
        rows: records.map(({ name, createdAt, status, counts, kind, takenBack }) => ({
          cells: {
            file: name,
            at: formatDate(createdAt.toISOString(), local),
            status: takenBack ? 'taken back' : status,
            counts: counts ? countsInWords(counts, crm.store.entity(kind).label) : '',
          },
        })),
        count: records.length,
      },
    ],
    isAnswer: true,
  };
}
