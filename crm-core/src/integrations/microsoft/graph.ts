import { z } from 'zod';
import type { CallAnswer, CallRequest } from '../layer/call-request.ts';
import type { Connection } from '../layer/define-integration.ts';
import { RefusedError } from '../layer/vendor-error.ts';

/** Ids that stay when something is moved; asked for with every request, or the others come. */
const PREFER = ['IdType="ImmutableId"', 'outlook.timezone="UTC"'];

interface GraphRequest extends CallRequest {
  /** How many a page has at most. */
  pageSize?: number;
}

/** One request to Microsoft Graph. */
export function graph({ call }: Connection, { pageSize, ...request }: GraphRequest): Promise<CallAnswer> {
  const prefer = [...PREFER, ...(pageSize ? [`odata.maxpagesize=${pageSize}`] : [])].join(', ');
  return call({ ...request, headers: { ...request.headers, prefer } });
}

const errorSchema = z.object({ error: z.object({ code: z.string() }) });

/** What Graph calls the error; the letters come in any case. */
const codeOf = (error: unknown): string =>
  error instanceof RefusedError
    ? (errorSchema.safeParse(error.answer).data?.error.code.toLowerCase() ?? '')
    : '';

/** Whether Graph has forgotten how far a delta was: everything is to be listed again. */
export const isForgotten = (error: unknown): boolean =>
  error instanceof RefusedError &&
  (error.status === 410 || /^(?:syncstate(?:notfound|invalid)|resyncrequired)$/.test(codeOf(error)));
