import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderTrouble } from './folder-trouble.ts';

it('says why a folder takes nothing more', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clianta-trouble-'));
  const withFree = (bavail: number) => () => ({ bavail, bsize: 4096 });
  expect(folderTrouble(folder, withFree(1_000_000))).toBeUndefined();
  expect(folderTrouble(folder, withFree(100))).toBe(`The disk that holds ${folder} is full: make room.`);
  rmSync(folder, { recursive: true });
  expect(folderTrouble(folder)).toMatch(/cannot be written to \(ENOENT\)/);
});
