import { expect, it } from 'vitest';
import { requireSetUpCode, setUpCode } from './set-up-code.ts';

const key = new TextEncoder().encode('the key of one installation');
const other = new TextEncoder().encode('the key of another installation');

it('is the same for all processes of an installation, and another for another', () => {
  expect(setUpCode(key)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
  expect(setUpCode(key)).toBe(setUpCode(new Uint8Array(key)));
  expect(setUpCode(other)).not.toBe(setUpCode(key));
});

it('is taken however it is typed, and nothing else is', () => {
  for (const typed of [
    setUpCode(key),
    setUpCode(key).toLowerCase().replaceAll('-', ' '),
    ` ${setUpCode(key)}`,
  ])
    expect(() => requireSetUpCode(key, typed)).not.toThrow();
  for (const typed of ['', '-', setUpCode(other), setUpCode(key).slice(0, -1)])
    expect(() => requireSetUpCode(key, typed)).toThrow(/set-up code is wrong/);
});
