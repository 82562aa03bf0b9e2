import { InvalidError } from '@clianta/crm-core/errors';
import { kindOfName } from '@clianta/crm-core/files/file-kinds';
import { startImport } from '@clianta/crm-core/imports/imports';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { fileMeant } from '../../tools/file-meant.ts';
import { draftAnswer } from './import-words.ts';

const text = (what: string) =>
  slot({ kind: 'text' }, z.string().trim().min(1).max(120).describe(what)).optional();

/** What people call rows. */
const KINDS = [
  'contact',
  'lead',
  'people',
  'person',
  'company',
  'companies',
  'customer',
  'account',
  'partner',
  'prospect',
  'deal',
  'opportunity',
  'opportunities',
  'task',
];

export const startImportTool = defineTool({
  name: 'start_import',
  does: 'Reading a file',
  description:
    'Begins the import of a CSV or Excel file that was attached: guesses what its columns are and shows it. Nothing is imported yet.',
  input: z.strictObject({
    file: text('Its name; left out: the newest in the conversation'),
    kind: slot(
      { kind: 'option', options: KINDS },
      z.string().trim().min(1).max(60).describe('What the rows are: contacts, companies, deals'),
    ).optional(),
    sheet: text('Which sheet of the file'),
    mode: z.enum(['create', 'update', 'upsert']).optional().describe('Default upsert'),
  }),
  effect: 'write',
  takesFiles: {
    argument: 'file',
    label: 'Import it',
    fits: ({ name }) => kindOfName(name)?.group === 'table',
  },
  async run({ file: name, kind, sheet, mode }, context): Promise<ToolResult> {
    const file = await fileMeant(context, name, ['table', 'text']);
    const kindName = kind === undefined ? undefined : kindNamed(context, kind);
    const record = await startImport(context.crm, context.scope, {
      fileId: file.id,
      ...(kindName && { kind: kindName }),
      ...(sheet && { sheet }),
      ...(mode && { mode }),
    });
    return {
      ...(await draftAnswer(context, record, 'I have read the file.')),
      changes: [{ entity: 'import', id: record.id, change: 'created' }],
    };
  },
});

/** The entity that a noun names. @throws InvalidError for one that is none */
export function kindNamed({ catalogue }: Pick<ToolContext, 'catalogue'>, noun: string): string {
  const word = noun.toLowerCase().trim();
  const found = catalogue.spoken.find(({ name, plural, label, aliases = [], talk }) =>
    [name, plural, label.one, label.many, ...aliases, ...Object.keys(talk.nouns ?? {})].some(
      (one) => one === word || `${one}s` === word,
    ),
  );
  if (found) return found.name;
  throw new InvalidError(`I do not know what “${noun}” are. Say contacts, companies or deals.`);
}
