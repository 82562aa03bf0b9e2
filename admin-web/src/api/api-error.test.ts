import { expect, it } from 'vitest';
import { parseApiError } from './api-error.ts';

it('reads code, message, fields and reference', () => {
  const error = { code: 'invalid', message: 'No.', fields: { email: 'is taken' }, reference: 'r1' };
  expect(parseApiError(400, { error })).toMatchObject({ ...error, status: 400 });
});

it('has plain words for a page that is not the server’s JSON', () => {
  expect(parseApiError(502, undefined)).toMatchObject({
    code: 'internal',
    message: 'Clianta has a problem. Try again in a moment.',
  });
});
