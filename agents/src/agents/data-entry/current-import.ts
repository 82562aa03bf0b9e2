import { InvalidError } from '@clianta/crm-core/errors';
import { Import, type ImportRecord } from '@clianta/crm-core/imports/import/import.schema';
import type { ToolContext } from '../../tool.ts';

/** The import that is spoken of: the caller's newest. @throws InvalidError when there is none */
export async function currentImport({ crm, scope }: ToolContext): Promise<ImportRecord> {
  const { records } = await crm.records(Import).find(scope, {
    where: [{ field: 'ownerId', op: 'eq', value: scope.actor.id }],
    sort: '-createdAt',
    limit: 1,
  });
  const [newest] = records;
  if (newest) return newest;
  throw new InvalidError(
    'There is no import yet. Attach a CSV or Excel file to your message and say “import this”.',
  );
}
