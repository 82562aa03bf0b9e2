import type { z } from 'zod';
import { InvalidError } from '../../errors.ts';
import type { CallAnswer, CallRequest } from './call-request.ts';
import { VendorError } from './vendor-error.ts';

const LIMIT_MS = 30_000;
const MOST_BYTES = 50 * 1024 * 1024;
/** Where no connection came about, nothing was done. */
const BEFORE_SENDING = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Where requests go, and as whom. */
export interface Target {
  /** For people: "Google". */
  title: string;
  bases: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  fetch: typeof fetch;
}

/**
 * One request and its answer, whatever its status: at most 30 s and 50 MB, no redirect followed, nowhere but the vendor's own
 * addresses.
 *
 * @throws VendorError when there is no answer
 */
export async function send(target: Target, request: CallRequest): Promise<CallAnswer> {
  const { title } = target;
  const url = addressOf(target, request);
  const signals = [AbortSignal.timeout(request.timeoutMs ?? LIMIT_MS), request.signal];
  const { body, type } = bodyOf(request);
  try {
    const response = await target.fetch(url, {
      method: request.method ?? 'GET',
      headers: {
        accept: 'application/json',
        ...(type && { 'content-type': type }),
        ...request.headers,
        ...(!request.isUnsigned && target.headers),
      },
      ...(body !== undefined && { body }),
      redirect: 'manual',
      signal: AbortSignal.any(signals.filter((one) => one !== undefined)),
    });
    const isRedirect = response.status >= 300 && response.status < 400 && response.status !== 304;
    if (isRedirect) throw new InvalidError(`${title} sends us somewhere else, and we do not follow.`);
    return answerOf(title, response, await bytesOf(title, response));
  } catch (cause) {
    if (cause instanceof InvalidError || cause instanceof VendorError) throw cause;
    request.signal?.throwIfAborted();
    const code = codeOf(cause);
    throw new VendorError(`${title} cannot be reached. Nothing is to be done: it is tried again.`, {
      cause,
      isUnsure: code === undefined || !BEFORE_SENDING.has(code),
    });
  }
}

/** @throws InvalidError for an address of somebody else */
function addressOf({ title, bases }: Target, { path, base, query = {} }: CallRequest): URL {
  const named = base === undefined ? Object.values(bases)[0] : bases[base];
  if (named === undefined) throw new InvalidError(`${title} has no address “${base}”.`);
  const url = path.startsWith('/') ? new URL(`${named.replace(/\/+$/, '')}${path}`) : new URL(path);
  if (!Object.values(bases).some((one) => new URL(one).origin === url.origin))
    throw new InvalidError(`${url.host} is not an address of ${title}, so nothing is asked there.`);
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
  }
  return url;
}

function bodyOf({ json, form, body }: CallRequest): { body?: BodyInit; type?: string } {
  if (body) return { body: body.bytes, type: body.type };
  if (form) return { body: new URLSearchParams(form).toString(), type: 'application/x-www-form-urlencoded' };
  return json === undefined ? {} : { body: JSON.stringify(json), type: 'application/json' };
}

async function bytesOf(title: string, response: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > MOST_BYTES)
      throw new InvalidError(`${title} answers with more than ${MOST_BYTES / 1024 / 1024} MB.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function answerOf(title: string, { status, headers }: Response, bytes: Buffer): CallAnswer {
  const text = () => bytes.toString('utf8');
  return {
    status,
    headers,
    bytes,
    text,
    json<S extends z.ZodType>(schema: S): z.output<S> {
      const read = parsed(text());
      const found = schema.safeParse(read);
      if (found.success) return found.data;
      const [issue] = found.error.issues;
      throw new VendorError(
        `${title} answers something else than it should (${issue?.path.join('.') || 'the body'}: ${issue?.message}).`,
        { status },
      );
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
}
