import { InvalidError } from '@clianta/crm-core/errors';
import { kindOfName } from '@clianta/crm-core/files/file-kinds';
import { startImportFrom } from '@clianta/crm-core/imports/from-source';
import type { ImportRecord } from '@clianta/crm-core/imports/import/import.schema';
import { startImport } from '@clianta/crm-core/imports/imports';
import { integrations } from '@clianta/crm-core/integrations/registry';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { fileMeant } from '../../tools/file-meant.ts';
import { listed } from '../../tools/format.ts';
import { draftAnswer } from './import-words.ts';

const text = (what: string) =>
  slot({ kind: 'text' }, z.string().trim().min(1).max(120).describe(what)).optional();

/** Other CRMs that records are brought in from. */
const SOURCES = integrations.filter(({ features }) => Object.values(features).some(({ source }) => source));

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
    'Begins the import of a CSV or Excel file that was attached, or of what another CRM has: guesses what its columns are and shows it. Nothing is imported yet.',
  input: z.strictObject({
    file: text('Its name; left out: the newest in the conversation'),
    kind: slot(
      { kind: 'option', options: KINDS },
      z.string().trim().min(1).max(60).describe('What the rows are: contacts, companies, deals'),
    ).optional(),
    sheet: text('Which sheet of the file'),
    vendor: slot(
      { kind: 'option', options: SOURCES.map(({ name }) => name) },
      z
        .string()
        .trim()
        .min(1)
        .max(60)
        .describe(`Another CRM in place of a file: ${SOURCES.map(({ title }) => title).join(', ')}`),
    ).optional(),
    mode: z.enum(['create', 'update', 'upsert']).optional().describe('Default upsert'),
  }),
  effect: 'write',
  takesFiles: {
    argument: 'file',
    label: 'Import it',
    fits: ({ name }) => kindOfName(name)?.group === 'table',
  },
  async run({ file: name, kind, sheet, mode, vendor }, context): Promise<ToolResult> {
    if (vendor) {
      const record = await importFrom(context, vendor, kindNamed(context, kind ?? 'contacts'), mode);
      return {
        ...(await draftAnswer(context, record, 'I have read the list.')),
        changes: [{ entity: 'import', id: record.id, change: 'created' }],
      };
    }
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

/** @throws InvalidError for a system that is not connected, or that nothing is brought in from */
async function importFrom(
  { crm, scope, status }: ToolContext,
  vendor: string,
  kind: string,
  mode: ImportRecord['mode'] | undefined,
): Promise<ImportRecord> {
  const word = vendor.toLowerCase();
  const known = crm.integrations.vendors.find(
    ({ integration: { name, title } }) => name === word || title.toLowerCase() === word,
  );
  const [feature, source] =
    Object.entries(known?.integration.features ?? {}).flatMap(([name, one]) =>
      one.source ? [[name, one.source] as const] : [],
    )[0] ?? [];
  if (!known || !feature || !source)
    throw new InvalidError(
      `I cannot bring records in from “${vendor}”. I can from ${listed(SOURCES.map(({ title }) => title))}.`,
    );
  const { title } = known.integration;
  const account = await crm.integrations.withFeature(scope, feature, known.integration.name);
  if (!account)
    throw new InvalidError(`${title} is not connected. An admin connects it under Settings, Integrations.`);
  status(`Reading ${title}`);
  const connection = await crm.integrations.connection(scope.workspaceId, account.id);
  return startImportFrom(crm, scope, { connection, source, kind, title, ...(mode && { mode }) });
}

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
