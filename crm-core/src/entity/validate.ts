import type { z } from 'zod';
import { InvalidError } from '../errors.ts';

/** Parses at an edge; the refusal names every field and what is wrong with it. */
export function validate<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys) fields[key] = 'is not a known field';
    else fields[issue.path.join('.') || what] = issue.message;
  }
  const list = Object.entries(fields).map(([name, message]) => `${name}: ${message}`);
  throw new InvalidError(`This ${what} is not valid. ${list.join('; ')}.`, fields);
}
