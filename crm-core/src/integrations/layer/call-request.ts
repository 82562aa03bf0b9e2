import type { z } from 'zod';

/** One request to a vendor. */
export interface CallRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Begins with a slash and follows the base; or a whole address of the vendor, as paging links are. */
  path: string;
  /** Which of the vendor's addresses; default its first. */
  base?: string;
  query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  headers?: Readonly<Record<string, string>>;
  json?: unknown;
  form?: Readonly<Record<string, string>>;
  body?: { type: string; bytes: Uint8Array<ArrayBuffer> | string };
  /** Which of the vendor's limits it counts for; default its first. */
  limit?: string;
  /** As how many calls it counts there, at vendors that weigh them. Default 1. */
  units?: number;
  /** Doing it twice is doing it once, so it is tried again. Default: yes, but for POST and PATCH. */
  isRepeatable?: boolean;
  /** The address is the key: who asks is not said there. */
  isUnsigned?: boolean;
  /** Statuses that the caller reads by itself: they are no errors. */
  takes?: readonly number[];
  /** Default 30 s. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** What a vendor answered. */
export interface CallAnswer {
  status: number;
  headers: Headers;
  bytes: Buffer;
  text(): string;
  /** The body, as the schema has it. Throws VendorError when the vendor answers something else. */
  json<S extends z.ZodType>(schema: S): z.output<S>;
}
