import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sessionKey } from './session-key.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'clianta-key-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

it('is made once, for its user only', () => {
  const key = sessionKey(undefined, dataDir);
  expect(sessionKey(undefined, dataDir)).toEqual(key);
  expect(statSync(join(dataDir, 'session-secret')).mode & 0o777).toBe(0o600);
  expect(new TextDecoder().decode(key)).toBe(readFileSync(join(dataDir, 'session-secret'), 'utf8'));
});

it.each([
  ['empty', ''],
  ['empty', ' \n'],
  ['cut off', 'abc'],
])('is refused from a file that is %s, with what to do', (what, content) => {
  writeFileSync(join(dataDir, 'session-secret'), content);
  expect(() => sessionKey(undefined, dataDir)).toThrow(
    new RegExp(`session-secret.* is ${what}\\. Delete it`),
  );
});
