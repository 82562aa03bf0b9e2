import { ConflictError, InvalidError } from '@clianta/crm-core/errors';
import { Import, type ImportRecord } from '@clianta/crm-core/imports/import/import.schema';
import { openQuestions, requireMayImport } from '@clianta/crm-core/imports/imports';
import { checkImport, firstSubjects } from '@clianta/crm-core/imports/run/check-import';
import { beginImport } from '@clianta/crm-core/imports/run/steer-import';
import type { Proposal, ToolContext, ToolResult } from '../../tool.ts';
import { counted } from '../../tools/format.ts';
import { currentImport } from './current-import.ts';

const ROWS = { one: 'row', many: 'rows' };
const SAMPLE = 5;

/** What the newest import would do. */
export async function proposeImport(context: ToolContext): Promise<Proposal> {
  const record = await ready(context);
  // what would happen is known before anybody says yes
  const {
    counts,
    checkedRows,
    problems = [],
  } = record.status === 'checked' ? record : await checkImport(context.crm, context.scope, record);
  const { label } = context.crm.store.entity(record.kind);
  const change = (what: string, count: number | undefined, of = ROWS) =>
    count ? [{ label: what, to: counted(count, of) }] : [];
  const count = checkedRows ? record.total : (counts?.created ?? 0) + (counts?.updated ?? 0);
  if (count === 0)
    throw new InvalidError(
      `Nothing of ${record.name} would be imported: ${counted(counts?.unchanged ?? 0, ROWS)} are there already, ${counted(counts?.failed ?? 0, ROWS)} have errors. Say “which rows have errors?”.`,
    );
  return {
    title: `Import ${record.name}: ${counted(count, label)}`,
    preview: {
      count,
      sample: await firstSubjects(context.crm, context.scope, record, SAMPLE),
      changes: [
        ...change('Added', counts?.created, label),
        ...change('Changed', counts?.updated, label),
        ...change('Named and not there yet, added', counts?.made, { one: 'record', many: 'records' }),
        ...change('Already there', counts?.unchanged),
        ...change('Left out', counts?.skipped),
        ...change('With errors', counts?.failed),
        ...(problems[0] ? [{ label: `Row ${problems[0].row}`, to: problems[0].reason }] : []),
      ],
      ...(record.source && { outside: record.source }),
    },
    recordIds: [record.id],
  };
}

/** Has the rows of the newest import brought in by a job. */
export async function importRows(context: ToolContext): Promise<ToolResult> {
  const { crm, scope, approvedIds } = context;
  const record = approvedIds?.[0]
    ? await crm.records(Import).get(scope, approvedIds[0])
    : await ready(context);
  const running = await beginImport(crm, scope, record);
  return {
    text: `The import of **${running.name}** has begun, with ${counted(running.total, ROWS)}. I tell you when it is done; say “import status” to see how far it is, “pause the import” to stop it, “take that import back” to undo it.`,
    changes: [{ entity: 'import', id: running.id, change: 'updated' }],
    isAnswer: true,
  };
}

/** @throws ConflictError when it has begun; InvalidError when something must be said first */
async function ready(context: ToolContext): Promise<ImportRecord> {
  const record = await currentImport(context);
  if (record.status !== 'draft' && record.status !== 'checked')
    throw new ConflictError(
      `The import of ${record.name} is ${record.status}. Attach a file and say “import this” to begin another.`,
    );
  requireMayImport(context.crm, context.scope, record);
  const questions = openQuestions(context.crm, record);
  if (questions.length > 0) throw new InvalidError(questions.join(' '));
  return record;
}
