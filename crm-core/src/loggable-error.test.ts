import { describe, expect, it } from 'vitest';
import { loggableError, withoutSecrets, withoutWords } from './loggable-error.ts';

describe('an error as it is logged', () => {
  it('says what it is and where, and none of what libraries hang on it', () => {
    const cause = Object.assign(new Error('connect to mongodb://root:hunter2@db.internal/x'), {
      code: 'ECONNREFUSED',
      config: { headers: { Authorization: 'Bearer hunter2' } },
    });
    const logged = loggableError(new TypeError('no answer for jane@acme.example', { cause }));
    expect(logged).toMatchObject({
      type: 'TypeError',
      message: 'no answer for [address]',
      stack: expect.stringContaining('loggable-error.test.ts'),
      cause: { code: 'ECONNREFUSED', message: 'connect to mongodb://[secret]@db.internal/x' },
    });
    expect(JSON.stringify(logged)).not.toMatch(/hunter2|jane/);
  });

  it('takes what is thrown and is none', () => {
    expect(loggableError('sk-12345 is wrong')).toEqual({ type: 'string', message: '[secret] is wrong' });
    expect(loggableError(undefined).message).toBe('undefined');
  });

  it('may be without all words of a service', () => {
    const quiet = withoutWords(Object.assign(new Error('you sent: Jane'), { status: 401 }));
    expect(loggableError(quiet)).toMatchObject({ status: 401, message: 'its words are left out' });
    expect(JSON.stringify(loggableError(quiet))).not.toContain('Jane');
  });
});

it('leaves alone what is neither a secret nor leads to anybody', () => {
  const text =
    'listen EADDRINUSE: address already in use 127.0.0.1:3000, deal 64f0c2a1b3, 2026-11-28T10:00:00Z';
  expect(withoutSecrets(text)).toBe(text);
  expect(withoutSecrets('GET /x?access_token=abc&page=2, call +49 30 123456')).toBe(
    'GET /x?access_token=[secret]&page=2, call [number]',
  );
});
