import type { z } from 'zod';

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  date: 'a date such as 2026-03-31T10:00:00Z',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};
const FORMS: Record<string, string> = {
  date: 'is not a day such as 2026-03-31',
  email: 'is not an e-mail address',
  url: 'is not an address such as https://crm.example.com',
};
/** What is counted, by the kind of value. */
const COUNTED: Record<string, string> = { string: 'character', array: 'entry' };

function counted(origin: string, number: number | bigint): string {
  const unit = COUNTED[origin];
  if (!unit) return String(number);
  if (Number(number) === 1) return `1 ${unit}`;
  return `${number.toLocaleString('en')} ${unit === 'entry' ? 'entries' : `${unit}s`}`;
}

/** What is wrong with a value, to follow its name: "is missing", "must be a whole number". A schema's own words come first. */
export function plainIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'must not be empty';
      return issue.origin in COUNTED
        ? `needs at least ${counted(issue.origin, issue.minimum)}`
        : `must be at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin in COUNTED
        ? `may have at most ${counted(issue.origin, issue.maximum)}`
        : `must be at most ${issue.maximum}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
    case 'invalid_format':
      return FORMS[issue.format] ?? 'has the wrong form';
    case 'invalid_union':
      return 'has none of the forms it may have';
    default:
      return undefined;
  }
}
