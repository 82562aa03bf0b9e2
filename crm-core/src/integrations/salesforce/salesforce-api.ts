import { z } from 'zod';
import { ConflictError } from '../../errors.ts';
import type { CallAnswer, CallRequest } from '../layer/call-request.ts';
import { ThrottledError } from '../layer/vendor-error.ts';

const VERSION = '/services/data/v62.0';
/** Of the calls that Salesforce allows in a day we take at most this share. */
const SHARE = 0.5;
const AGAIN_MS = 60 * 60_000;
/** Records in one call of the collections resource. */
export const COLLECTION = 200;

/** A record as Salesforce has it. */
export type Row = Readonly<Record<string, unknown>>;

const rowSchema = z.record(z.string(), z.unknown());
const pageSchema = z.object({
  totalSize: z.number().int(),
  done: z.boolean(),
  nextRecordsUrl: z.string().startsWith('/services/data/').optional(),
  records: z.array(rowSchema),
});

const fieldSchema = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  createable: z.boolean(),
  updateable: z.boolean(),
  nillable: z.boolean(),
  defaultedOnCreate: z.boolean(),
  calculated: z.boolean().optional(),
  externalId: z.boolean().optional(),
  picklistValues: z.array(z.object({ value: z.string(), active: z.boolean() })).default([]),
});
const describeSchema = z.object({ name: z.string(), fields: z.array(fieldSchema) });
export type DescribedField = z.output<typeof fieldSchema>;

const resultSchema = z.object({
  id: z.string().nullish(),
  success: z.boolean(),
  created: z.boolean().optional(),
  errors: z
    .array(z.object({ statusCode: z.string(), message: z.string(), fields: z.array(z.string()).default([]) }))
    .default([]),
});
export type WriteResult = z.output<typeof resultSchema>;

const jobSchema = z.object({ id: z.string(), state: z.string(), errorMessage: z.string().nullish() });

/** What of Salesforce's REST API the sync needs, by the day's budget. */
export class SalesforceApi {
  readonly #call: (request: CallRequest) => Promise<CallAnswer>;
  #used: { used: number; most: number } | undefined;

  constructor(call: (request: CallRequest) => Promise<CallAnswer>) {
    this.#call = call;
  }

  /** What the organisation has used of the calls of this day, as it last said. */
  get usage(): { used: number; most: number } | undefined {
    return this.#used;
  }

  async describe(object: string): Promise<DescribedField[]> {
    return (await this.#get(`/sobjects/${object}/describe`)).json(describeSchema).fields;
  }

  async count(soql: string): Promise<number> {
    return (await this.#get('/queryAll', { q: soql })).json(pageSchema).totalSize;
  }

  /** Every page, deleted records too. */
  async *query(soql: string): AsyncGenerator<Row[]> {
    let page = (await this.#get('/queryAll', { q: soql })).json(pageSchema);
    for (;;) {
      yield page.records;
      if (page.done || !page.nextRecordsUrl) return;
      page = (await this.#ask({ path: page.nextRecordsUrl })).json(pageSchema);
    }
  }

  /** Up to 200 by their ids; those that are gone are left out. */
  async retrieve(object: string, ids: readonly string[], fields: readonly string[]): Promise<Row[]> {
    const answer = await this.#ask({
      method: 'POST',
      path: `${VERSION}/composite/sobjects/${object}`,
      json: { ids, fields },
      isRepeatable: true,
    });
    return answer.json(z.array(rowSchema.nullable())).filter((one) => one !== null);
  }

  /** Up to 200; each has a result of its own, in their order. */
  async update(object: string, rows: readonly Row[]): Promise<WriteResult[]> {
    return this.#write('PATCH', '/composite/sobjects', object, rows, true);
  }

  /** Up to 200, each known by our own id in a field of theirs: doing it twice is doing it once. */
  async upsert(object: string, externalField: string, rows: readonly Row[]): Promise<WriteResult[]> {
    return this.#write('PATCH', `/composite/sobjects/${object}/${externalField}`, object, rows, true);
  }

  async create(object: string, rows: readonly Row[]): Promise<WriteResult[]> {
    return this.#write('POST', '/composite/sobjects', object, rows, false);
  }

  /** Up to 200 by their ids; doing it twice is doing it once. */
  async remove(ids: readonly string[]): Promise<WriteResult[]> {
    const query = { ids: ids.slice(0, COLLECTION).join(','), allOrNone: false };
    const answer = await this.#ask({ method: 'DELETE', path: `${VERSION}/composite/sobjects`, query });
    return answer.json(z.array(resultSchema));
  }

  async startBulk(soql: string): Promise<string> {
    const json = { operation: 'queryAll', query: soql };
    return (await this.#ask({ method: 'POST', path: `${VERSION}/jobs/query`, json })).json(jobSchema).id;
  }

  /** `gone`: Salesforce keeps results for seven days. */
  async bulkState(jobId: string): Promise<'running' | 'done' | 'gone'> {
    const answer = await this.#ask({ path: `${VERSION}/jobs/query/${jobId}`, takes: [404] });
    if (answer.status === 404) return 'gone';
    const { state, errorMessage } = answer.json(jobSchema);
    if (state === 'Failed' || state === 'Aborted')
      throw new ConflictError(`Salesforce gave up reading (${errorMessage ?? state}). It is begun anew.`);
    return state === 'JobComplete' ? 'done' : 'running';
  }

  /** One page of a bulk query's results: CSV, and where the next one begins. */
  async bulkPage(
    jobId: string,
    locator: string | undefined,
    rows: number,
  ): Promise<{ csv: Buffer; next: string | undefined }> {
    const answer = await this.#ask({
      path: `${VERSION}/jobs/query/${jobId}/results`,
      query: { maxRecords: rows, locator },
      headers: { accept: 'text/csv' },
      timeoutMs: 120_000,
    });
    const next = answer.headers.get('sforce-locator');
    return { csv: answer.bytes, next: next === null || next === 'null' ? undefined : next };
  }

  #get(path: string, query: CallRequest['query'] = {}): Promise<CallAnswer> {
    return this.#ask({ path: `${VERSION}${path}`, query });
  }

  async #write(
    method: 'POST' | 'PATCH',
    path: string,
    object: string,
    rows: readonly Row[],
    isRepeatable: boolean,
  ): Promise<WriteResult[]> {
    if (rows.length === 0) return [];
    const records = rows.map((row) => ({ attributes: { type: object }, ...row }));
    const json = { allOrNone: false, records };
    const answer = await this.#ask({ method, path: `${VERSION}${path}`, json, isRepeatable });
    return answer.json(z.array(resultSchema).length(rows.length));
  }

  async #ask(request: CallRequest): Promise<CallAnswer> {
    const { used, most } = this.#used ?? { used: 0, most: 0 };
    if (most > 0 && used >= most * SHARE)
      throw new ThrottledError(
        `Half of the calls that Salesforce allows in a day are used (${used} of ${most}); the sync goes on later.`,
        AGAIN_MS,
      );
    const answer = await this.#call(request);
    const said = /api-usage=(\d+)\/(\d+)/.exec(answer.headers.get('sforce-limit-info') ?? '');
    if (said) this.#used = { used: Number(said[1]), most: Number(said[2]) };
    return answer;
  }
}

/** A text in a query. */
export const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
