import type { CrmCore } from '../../crm-core.ts';
import { SyncLinks } from '../../integrations/sync/sync-links.ts';
import type { ImportRecord } from '../import/import.schema.ts';

interface Row {
  row: number;
  cells: readonly string[];
}

/** By the id that a row has in the system it came from, which record here it was when it was brought in before. */
export class RowLinks {
  readonly #links: SyncLinks;
  readonly #import: ImportRecord;

  constructor(crm: CrmCore, record: ImportRecord) {
    this.#links = new SyncLinks(crm);
    this.#import = record;
  }

  /** @returns the record's id by the row's number */
  async known(rows: readonly Row[]): Promise<Map<number, string>> {
    const { origin } = this.#import;
    if (!origin) return new Map();
    const { credentialId, object, column } = origin;
    const idOf = ({ cells }: Row) => cells[column]?.trim() ?? '';
    const links = await this.#links.findMany({ credentialId, object }, rows.map(idOf));
    return new Map(
      rows.flatMap((row) => {
        const link = links.get(idOf(row));
        return link && link.state !== 'gone' ? [[row.row, link.recordId] as const] : [];
      }),
    );
  }

  async keep(made: ReadonlyArray<{ row: Row; recordId: string }>): Promise<void> {
    const { origin, workspaceId, kind } = this.#import;
    if (!origin) return;
    const { credentialId, object, column } = origin;
    await this.#links.make(
      made.flatMap(({ row, recordId }) => {
        const externalId = row.cells[column]?.trim();
        return externalId
          ? [{ workspaceId, credentialId, object, externalId, entity: kind, recordId, base: {} }]
          : [];
      }),
    );
  }
}
