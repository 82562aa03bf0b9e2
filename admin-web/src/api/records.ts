import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import type { TotalsRequest } from '@clianta/crm-core/entity/totals.schema';
import { request } from './request.ts';

/** Other records that a deletion touches: it is refused for them, they go along, or stay without it. */
export interface Consequence {
  entity: string;
  rule: 'refuse' | 'cascade' | 'clear';
  count: number;
}

interface Counted {
  count: number;
  totals: { field: string; currency?: string | null; sum: number; weightedSum?: number }[];
}
export interface Totals {
  groups: (Counted & { key: Record<string, string | null> })[];
  all: Counted;
}

/** A record as JSON carries it: instants are ISO 8601 text. */
export type Json<T> = T extends Date
  ? string
  : T extends readonly (infer E)[]
    ? Json<E>[]
    : T extends object
      ? { [K in keyof T]: Json<T[K]> }
      : T;

export interface ListOptions {
  filter?: Filter;
  /** Words that the records' searchable fields begin with. */
  search?: string;
  /** The page also says how many match in all. */
  isCounted?: boolean;
  sort?: string;
  limit?: number;
  cursor?: string | undefined;
  /** `all`: also what is in the trash; `only`: nothing else. */
  deleted?: 'all' | 'only';
  signal?: AbortSignal;
}

export interface RecordPage<R> {
  records: R[];
  nextCursor?: string;
  count?: number;
}

/** The REST routes of one entity in one workspace. */
export function recordsOf<R>(workspaceId: string, plural: string) {
  const base = `/api/workspaces/${encodeURIComponent(workspaceId)}/${plural}`;
  const one = (id: string) => `${base}/${encodeURIComponent(id)}`;
  return {
    list({ filter, signal, isCounted, ...options }: ListOptions = {}): Promise<RecordPage<R>> {
      const given = Object.entries(options).filter(([, value]) => value);
      const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
      if (filter) query.set('filter', JSON.stringify(filter));
      if (isCounted) query.set('count', 'true');
      return request(`${base}?${query}`, signal ? { signal } : {});
    },
    /** @param deleted - `all`: also from the trash */
    get: (id: string, signal?: AbortSignal, deleted?: 'all'): Promise<R> =>
      request(`${one(id)}${deleted ? `?deleted=${deleted}` : ''}`, signal ? { signal } : {}),
    create: (body: object): Promise<R> => request(base, { method: 'POST', body }),
    update: (id: string, patch: object, ifMatch?: number): Promise<R> =>
      request(one(id), { method: 'PATCH', body: patch, ...(ifMatch !== undefined && { ifMatch }) }),
    /** Changes exactly these; refused when one of them is gone. */
    updateMany: (ids: readonly string[], patch: object): Promise<unknown> =>
      request(`${base}/bulk`, {
        method: 'POST',
        body: {
          action: 'update',
          filter: { where: [{ field: 'id', op: 'in', value: ids }] },
          patch,
          dryRun: false,
          expectedCount: ids.length,
        },
      }),
    remove: (id: string): Promise<unknown> => request(one(id), { method: 'DELETE' }),
    restore: (id: string): Promise<R> => request(`${one(id)}/restore`, { method: 'POST' }),
    /** What a deletion would touch besides. */
    consequences: async (id: string): Promise<Consequence[]> => {
      const body = {
        action: 'delete',
        filter: { where: [{ field: 'id', op: 'eq', value: id }] },
        dryRun: true,
      };
      const { consequences } = await request<{ consequences?: Consequence[] }>(`${base}/bulk`, {
        method: 'POST',
        body,
      });
      return consequences ?? [];
    },
    /** Counts and sums, in groups. */
    totals: (wanted: TotalsRequest, signal?: AbortSignal): Promise<Totals> =>
      request(
        `${base}/totals?${new URLSearchParams({ request: JSON.stringify(wanted) })}`,
        signal ? { signal } : {},
      ),
  };
}

/** Every record that matches, page by page, up to a limit. */
export async function listAll<R>(
  entity: { list(options: ListOptions): Promise<RecordPage<R>> },
  options: ListOptions,
  most: number,
): Promise<{ records: R[]; isComplete: boolean }> {
  const records: R[] = [];
  let cursor: string | undefined;
  do {
    const page = await entity.list({ ...options, cursor });
    records.push(...page.records);
    cursor = page.nextCursor;
  } while (cursor && records.length < most);
  return { records, isComplete: !cursor };
}
