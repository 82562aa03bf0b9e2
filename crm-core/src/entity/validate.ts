import type { z } from 'zod';
import { InvalidError } from '../errors.ts';
import { plainIssue } from './plain-issue.ts';

const NO_LABELS: ReadonlyMap<string, string> = new Map();

/**
 * Parses at an edge; the refusal names every field and what is wrong with it.
 *
 * @param labels - what people call the fields; without one its name is said
 */
export function validate<T>(
  schema: z.ZodType<T>,
  value: unknown,
  what: string,
  labels: ReadonlyMap<string, string> = NO_LABELS,
): T {
  const parsed = schema.safeParse(value, { error: plainIssue });
  if (parsed.success) return parsed.data;
  const found = new Map<string, string>();
  const sentences: string[] = [];
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) found.set([...issue.path, key].join('.'), 'is not a known field');
    } else if (issue.path.length > 0) found.set(issue.path.join('.'), issue.message);
    else sentences.push(`This ${what} ${issue.message}.`);
  }
  const list = [...found].map(([name, message]) => `${labels.get(name) ?? name} ${message}`);
  if (list.length > 0) sentences.push(`This ${what} is not valid: ${list.join('; ')}.`);
  throw new InvalidError(sentences.join(' '), Object.fromEntries(found));
}
