import type { FormField } from '@clianta/agents/reply.schema';

/** What can be said of a value before it is sent; the server has the last word. Undefined: nothing. */
export function problemIn({ kind, label, isRequired }: FormField, value: string): string | undefined {
  const typed = value.trim();
  if (typed === '') return isRequired ? `${label} is needed.` : undefined;
  if (kind === 'email' && !/^\S+@\S+\.\S+$/.test(typed)) return 'An e-mail address looks like jane@acme.com.';
  if (kind === 'number' && !/^[-+]?\d[\d,.\s]*$/.test(typed)) return 'This has to be a number.';
  return undefined;
}
