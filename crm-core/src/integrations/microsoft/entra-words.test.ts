import { expect, it } from 'vitest';
import { entraInWords } from './entra-words.ts';

it('says what a sign-in lacks and who does something about it, with the code', () => {
  expect(
    entraInWords('AADSTS7000222: The provided client secret keys for app are expired. Trace ID: 5000'),
  ).toBe('the client secret has run out. Whoever runs Clianta makes a new one. (AADSTS7000222)');
  expect(entraInWords('AADSTS65001: The user or administrator has not consented')).toContain(
    'an administrator of your organisation at Microsoft has to agree',
  );
});

it('knows nothing of other codes, nor of what only begins with one', () => {
  expect(entraInWords('AADSTS650011: something')).toBeUndefined();
  expect(entraInWords('The grant is invalid')).toBeUndefined();
});
