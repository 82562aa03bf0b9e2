import { expect, it } from 'vitest';
import { amendedRequest } from './amendment.ts';

const request = 'Delete all contacts without an e-mail.';

it('puts the wish behind the request, without the word that leads to it', () => {
  for (const said of ['but not Ada', 'yes, but not Ada', 'OK - but not Ada'])
    expect(amendedRequest({ request }, said)).toBe('Delete all contacts without an e-mail, but not Ada');
});

it('makes nothing of a wish without words, or of a request that is not known', () => {
  expect(amendedRequest({ request }, 'yes, ok')).toBeUndefined();
  expect(amendedRequest({}, 'but not Ada')).toBeUndefined();
});
