import { type Filter, filterSchema } from '@clianta/crm-core/entity/filter.schema';
import { validate } from '@clianta/crm-core/entity/validate';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';

/** The query of a list. Strict: a misspelt condition must not list everything. */
export const listSchema = z.strictObject({
  /** JSON of a filter. */
  filter: z.string().max(10_000).optional(),
  search: z.string().max(200).optional(),
  sort: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
  cursor: z.string().max(2000).optional(),
  deleted: z.enum(['no', 'only', 'all']).optional(),
});

/** @throws InvalidError when it is no JSON, or the JSON of something else */
export function listFilter(text: string | undefined): Filter {
  return text ? validate(filterSchema, jsonOf(text), 'filter') : {};
}

/** What stands in a query as JSON. @throws InvalidError when it is none */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidError(
      'The filter is not valid JSON. Example: {"where":[{"field":"status","op":"eq","value":"open"}]}.',
    );
  }
}
