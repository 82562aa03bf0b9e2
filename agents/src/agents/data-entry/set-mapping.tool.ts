import { fold } from '@clianta/crm-core/entity/search-text';
import { ConflictError, InvalidError } from '@clianta/crm-core/errors';
import { changeImport, type ImportChange } from '@clianta/crm-core/imports/change-import';
import type { ImportRecord } from '@clianta/crm-core/imports/import/import.schema';
import { targetsFor } from '@clianta/crm-core/imports/imports';
import type { Target } from '@clianta/crm-core/imports/mapping/targets';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { currentImport } from './current-import.ts';
import { draftAnswer } from './import-words.ts';
import { kindNamed } from './start-import.tool.ts';

const text = (what: string) =>
  slot({ kind: 'text' }, z.string().trim().min(1).max(120).describe(what)).optional();

const PLACES = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];
/** "column 3 is nothing". */
const NOTHING = new Set(['nothing', 'not needed', 'unused', 'of no use']);
const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', bar: '|' } as const;

export const setMapping = defineTool({
  name: 'set_mapping',
  does: 'Changing the import',
  description:
    'Changes how the newest import reads its file: which column is which field or is left out, which rows are skipped, how rows are matched, the order of days, the delimiter.',
  input: z.strictObject({
    column: text('Its header, number or letter'),
    field: text('What it becomes'),
    skipColumn: text('A column that is left out'),
    without: text('Rows without a value of this field are left out'),
    matchBy: text('The field that finds the record of a row: email, name, domain, id'),
    mode: z.enum(['create', 'update', 'upsert']).optional(),
    dateOrder: z.enum(['dmy', 'mdy']).optional().describe('Day first or month first'),
    delimiter: z.enum(['comma', 'semicolon', 'tab', 'bar']).optional(),
    encoding: z.enum(['utf8', 'windows-1252']).optional(),
    sheet: text('Another sheet of the file'),
    kind: text('What the rows are'),
  }),
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const record = await currentImport(context);
    if (record.status !== 'draft' && record.status !== 'checked')
      throw new ConflictError(
        `The import of ${record.name} is ${record.status}: its columns can no longer be changed. Attach the file anew to import it again.`,
      );
    const targets = await targetsFor(
      context.crm,
      context.scope.workspaceId,
      context.crm.store.entity(record.kind),
    );
    const change = changeOf(context, record, targets, args);
    if (Object.keys(change).length === 0)
      throw new InvalidError(
        'Say what to change: “column 3 is the mobile”, “skip rows without mail”, “match by name”.',
      );
    const next = await changeImport(context.crm, context.scope, record, change);
    const isNew = next.version !== record.version;
    return {
      ...(await draftAnswer(context, next, isNew ? 'Changed.' : 'It was like that already.')),
      changes: isNew ? [{ entity: 'import', id: record.id, change: 'updated' }] : [],
    };
  },
});

interface Said {
  column?: string | undefined;
  field?: string | undefined;
  skipColumn?: string | undefined;
  without?: string | undefined;
  matchBy?: string | undefined;
  mode?: ImportRecord['mode'] | undefined;
  dateOrder?: 'dmy' | 'mdy' | undefined;
  delimiter?: keyof typeof DELIMITERS | undefined;
  encoding?: 'utf8' | 'windows-1252' | undefined;
  sheet?: string | undefined;
  kind?: string | undefined;
}

function changeOf(
  context: ToolContext,
  record: ImportRecord,
  targets: readonly Target[],
  said: Said,
): ImportChange {
  const column = said.column ?? said.skipColumn;
  const place = column === undefined ? undefined : placeOf(record, column);
  const field = said.field === undefined || NOTHING.has(fold(said.field)) ? undefined : said.field;
  if (said.column !== undefined && said.field === undefined && said.skipColumn === undefined)
    throw new InvalidError(`Say what the column “${said.column}” is: “column ${said.column} is the phone”.`);
  return {
    ...(place !== undefined && {
      columns: [{ place, field: field === undefined ? null : targetNamed(targets, field).key }],
    }),
    ...(said.without && { required: [...record.required, targetNamed(targets, said.without).key] }),
    ...(said.matchBy && { matchBy: targetNamed(targets, said.matchBy).key }),
    ...(said.mode && { mode: said.mode }),
    ...(said.dateOrder && { dateOrder: said.dateOrder }),
    ...(said.delimiter && { form: { delimiter: DELIMITERS[said.delimiter] } }),
    ...(said.encoding && { form: { encoding: said.encoding } }),
    ...(said.sheet && { sheet: said.sheet }),
    ...(said.kind && { kind: kindNamed(context, said.kind) }),
  };
}

/** "3", "C", "the third", a header or the beginning of one. @throws InvalidError for none */
function placeOf({ columns }: Pick<ImportRecord, 'columns'>, said: string): number {
  const words = fold(said)
    .replace(/^(?:the |column |spalte )+/, '')
    .replace(/ column$/, '');
  const byNumber = /^\d+$/.test(words)
    ? Number(words) - 1
    : words === 'last'
      ? columns.length - 1
      : PLACES.indexOf(words);
  const headers = columns.map(({ header }) => fold(header));
  const exact = headers.indexOf(words);
  const begun = headers.filter((header) => header.startsWith(words));
  const byLetter = /^[a-z]$/.test(words) ? words.charCodeAt(0) - 97 : -1;
  const found = [exact, byNumber, begun.length === 1 ? headers.indexOf(begun[0] ?? '') : -1, byLetter].find(
    (at) => at >= 0 && at < columns.length,
  );
  if (found !== undefined) return found;
  throw new InvalidError(
    `There is no column “${said}”. The file has ${columns.map(({ header }) => header).join(', ')}.`,
  );
}

/** @throws InvalidError for a field that there is none of */
function targetNamed(targets: readonly Target[], said: string): Target {
  const words = fold(said)
    .replace(/^(?:the|a|an) /, '')
    .replace(/ (?:field|number|address)$/, '');
  const found =
    targets.find(({ label }) => fold(label) === words) ??
    targets.find(({ names }) => names.includes(words)) ??
    targets.find(({ names }) => names.includes(fold(said)));
  if (found) return found;
  throw new InvalidError(
    `There is no field “${said}”. There are ${targets.map(({ label }) => label).join(', ')}.`,
  );
}
