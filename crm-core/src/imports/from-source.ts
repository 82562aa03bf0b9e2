import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { CrmCore } from '../crm-core.ts';
import type { Scope } from '../entity/scope.ts';
import { InvalidError } from '../errors.ts';
import type { Connection } from '../integrations/layer/define-integration.ts';
import type { CrmSource } from '../integrations/source/crm-source.ts';
import type { ImportRecord } from './import/import.schema.ts';
import { startImport } from './imports.ts';

export interface SourceOrder {
  connection: Connection;
  source: CrmSource;
  /** By the name of the entity. */
  kind: string;
  /** For people: "HubSpot". */
  title: string;
  mode?: ImportRecord['mode'];
}

/**
 * Begins an import of what another CRM has: its list becomes a table, and the table an import like any other. A record that
 * was brought in before is known by its id there, whatever has become of its name and address.
 *
 * @throws InvalidError for a kind of record that is not brought in from there, or that there are none of
 */
export async function startImportFrom(crm: CrmCore, scope: Scope, order: SourceOrder): Promise<ImportRecord> {
  const { connection, source, kind, title, mode } = order;
  const columns = source.kinds[kind];
  const { label } = crm.store.entity(kind);
  if (!columns) {
    const known = Object.keys(source.kinds).map((name) => crm.store.entity(name).label.many);
    throw new InvalidError(`I do not bring ${label.many} in from ${title}; I bring in ${known.join(', ')}.`);
  }
  const headers = [idColumn(title), ...columns];
  async function* lines(columns: readonly string[]) {
    yield Buffer.from(stringify([headers]));
    for await (const page of source.records(connection, kind))
      yield Buffer.from(
        stringify(page.map(({ id, cells }) => [id, ...columns.map((name) => cells[name] ?? '')])),
      );
  }
  const day = crm.now().toISOString().slice(0, 10);
  const file = await crm.files.save(
    { ...scope, outside: title },
    { name: `${title} ${label.many} ${day}.csv`, stream: Readable.from(lines(columns)) },
  );
  return startImport(crm, scope, {
    fileId: file.id,
    kind,
    ...(mode && { mode }),
    origin: { credentialId: connection.credential.id, object: kind, column: 0 },
  });
}

const idColumn = (title: string) => `${title} id`;
