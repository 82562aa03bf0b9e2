import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { fold } from '../../entity/search-text.ts';
import { InvalidError } from '../../errors.ts';
import { cellsOf } from '../../imports/export/cells-of.ts';
import { columnsFor } from '../../imports/export/export-records.ts';
import { type Cell, rowsIn } from '../../integrations/sheets/sheet-store.ts';
import { sheetsOf } from '../../integrations/sheets/sheets-of.ts';
import { SyncLinks } from '../../integrations/sync/sync-links.ts';
import { defineAction } from './action.ts';

/** Adds the record as a row of a spreadsheet; run again it finds the row. */
export const appendSheetRow = defineAction({
  name: 'append_sheet_row',
  input: z.strictObject({
    spreadsheetId: z
      .string({ error: 'its sheet is not said; paste the link of the spreadsheet' })
      .min(10)
      .max(200),
    /** What people call it. */
    title: z.string().max(200).default('a sheet'),
    /** Headers of columns, which are called as the fields are. None: those of the sheet that are called as fields are. */
    columns: z.array(z.string().max(120)).max(60).default([]),
  }),
  effect: 'outside',
  repeats: 'once',
  async lacks(crm, workspaceId) {
    return (await sheetsOf(crm, systemScope(workspaceId))) ? undefined : 'a spreadsheet account';
  },
  words: ({ title = 'a sheet', columns = [] }) =>
    `add a row to the sheet “${title}”${columns.length > 0 ? ` (${columns.join(', ')})` : ''}`,
  async run({ spreadsheetId, columns }, { crm, scope, entity, record, effectId }) {
    const found = await sheetsOf(crm, systemScope(scope.workspaceId));
    if (!found)
      throw new InvalidError(
        'No spreadsheet account is connected. An admin connects one under Settings, Integrations.',
      );
    const { store, connection } = found;
    const headers = columns.length > 0 ? columns : (await store.describe(connection, spreadsheetId)).headers;
    const cells = await cellsByHeader(crm, scope, entity.name, record, headers);
    const known = headers.filter((header) => cells[header] !== undefined);
    // a sheet without headers gets those of the record
    const asked = headers.length > 0 ? known : Object.keys(cells);
    // by this it is found when the record is of a person who is to be erased
    await new SyncLinks(crm).make([
      {
        workspaceId: scope.workspaceId,
        credentialId: connection.credential.id,
        object: rowsIn(spreadsheetId),
        externalId: effectId,
        entity: entity.name,
        recordId: String(record.id),
        base: {},
        origin: 'ours',
      },
    ]);
    const { title, added } = await store.append(connection, spreadsheetId, asked, [{ id: effectId, cells }]);
    return {
      told: added > 0 ? `added a row to the sheet “${title}”` : `the row is in the sheet “${title}” already`,
    };
  },
});

/** What stands under each header that is called as a field is; without headers, under each field that people look at. */
async function cellsByHeader(
  crm: CrmCore,
  scope: Scope,
  name: string,
  record: Record<string, unknown>,
  headers: readonly string[],
): Promise<Record<string, Cell>> {
  const entity = crm.store.entity(name);
  const all = await columnsFor(crm, scope, entity, undefined);
  const shown = entity.talk?.columns ?? [];
  const columns =
    headers.length > 0
      ? all.filter(({ label, key }) => headers.some((one) => fold(one) === fold(label) || one === key))
      : all.filter(({ key }) => shown.includes(key));
  const [row = []] = await cellsOf(crm, scope, columns, [record as never]);
  return Object.fromEntries(
    columns.map(({ label, key, kind, field }, index) => {
      const text = row[index] ?? '';
      const header = headers.find((one) => fold(one) === fold(label) || one === key) ?? label;
      const isNumber = kind === 'number' && field?.format !== 'percent' && text !== '';
      return [header, isNumber ? Number(text) : text];
    }),
  );
}
