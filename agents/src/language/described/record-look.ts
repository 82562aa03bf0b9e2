/** A filter as tools take it. */
export interface LookFilter {
  where?: unknown[];
  anyOf?: unknown[][];
  text?: string;
}

/** What is looked up to know whom or what words describe, with the rights of who speaks. */
export interface RecordLook {
  /** How many records of a kind that fit each teammate looks after; those who have none are left out. */
  countByOwner(entity: string, filter: LookFilter): Promise<ReadonlyArray<{ userId: string; count: number }>>;
  /** Who looks after a record. */
  ownerOf(entity: string, id: string): Promise<string | undefined>;
  /** The contacts of a company who are called so. */
  peopleAt(companyId: string, name: string): Promise<ReadonlyArray<{ id: string; title: string }>>;
  /** The record that stands at a place (1 is the first) in this order; undefined where two share the place. */
  ranked(
    entity: string,
    filter: LookFilter,
    sort: string,
    place: number,
  ): Promise<{ id: string; title: string } | undefined>;
  /** The task of somebody that presses most: of those not begun, else of those under way; two where they press alike. */
  mostUrgentTasks(userId: string): Promise<ReadonlyArray<{ id: string; title: string }>>;
}
