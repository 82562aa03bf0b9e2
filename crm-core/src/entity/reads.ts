import type { AnyRecord, Entity } from './define-entity.ts';
import type { Scope } from './scope.ts';

/**
 * What one turn has read, so that no question is asked of the database twice. It ends with the turn; a write
 * takes back what it may have changed, and itself always reads the record anew.
 */
export class Reads {
  readonly #answers = new Map<string, Promise<unknown>>();
  readonly #records = new Map<string, AnyRecord>();

  /** The answer to a question that was asked before with the same authority, else the one that `read` gives. */
  once<T>(scope: Scope, entity: Entity, question: unknown, read: () => Promise<T>): Promise<T> {
    const key = `${authorityOf(scope)} ${entity.name} ${JSON.stringify(question)}`;
    const known = this.#answers.get(key) as Promise<T> | undefined;
    if (known) return known;
    const answer = read();
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    return answer;
  }

  /** The records of these ids that were seen already. */
  seen<R extends AnyRecord>(scope: Scope, entity: Entity, ids: readonly string[]): Map<string, R> {
    const found = ids.flatMap((id) => {
      const record = this.#records.get(`${authorityOf(scope)} ${entity.name} ${id}`);
      return record ? [[id, record as R] as const] : [];
    });
    return new Map(found);
  }

  keep(scope: Scope, entity: Entity, records: Iterable<AnyRecord>): void {
    for (const record of records) {
      this.#records.set(`${authorityOf(scope)} ${entity.name} ${record.id}`, record);
    }
  }

  /** A record of the entity was written: what was answered may be answered differently now. */
  forget(entity: Entity, id: string): void {
    this.#answers.clear();
    for (const key of this.#records.keys())
      if (key.endsWith(` ${entity.name} ${id}`)) this.#records.delete(key);
  }
}

const authorityOf = ({ workspaceId, role, actor }: Scope) => `${workspaceId} ${role} ${actor.id}`;
