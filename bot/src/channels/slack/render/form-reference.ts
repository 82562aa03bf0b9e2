import type { FormCard } from '@clianta/agents/reply.schema';
import { z } from 'zod';
import { LIMITS } from './limits.ts';

const referenceSchema = z.object({ tool: z.string(), given: z.record(z.string(), z.string()) });
type FormReference = z.output<typeof referenceSchema>;

/** A form in the value of a button: which tool, and what is filled in. Values that a button has no room for are left out. */
export function referenceOf({ tool, fields }: FormCard): string {
  const reference: FormReference = { tool, given: {} };
  for (const { name, value } of fields) {
    if (!value) continue;
    const more = { ...reference.given, [name]: value };
    if (JSON.stringify({ tool, given: more }).length <= LIMITS.buttonValue) reference.given = more;
  }
  return JSON.stringify(reference);
}

export function readReference(value: string): FormReference | undefined {
  try {
    return referenceSchema.safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}
