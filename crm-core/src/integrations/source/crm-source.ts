import type { Connection } from '../layer/define-integration.ts';

/** A record as another CRM lists it. */
export interface SourceRecord {
  /** The vendor's own id. */
  id: string;
  /** By the columns of its kind; what is missing is empty. */
  cells: Readonly<Record<string, string>>;
}

/** Another CRM that records are brought in from, one way: they become the rows of an import. */
export interface CrmSource {
  /** By the name of the entity: the columns, as the fields here are called. */
  kinds: Readonly<Record<string, readonly string[]>>;
  /** Every record of a kind, page by page, in the vendor's own order. */
  records(connection: Connection, entity: string): AsyncGenerator<SourceRecord[]>;
}
