import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { folderTrouble } from './folder-trouble.ts';

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return { ...fs, statfsSync: vi.fn(fs.statfsSync) };
});

it('says why a folder takes nothing more', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clianta-trouble-'));
  vi.mocked(statfsSync).mockReturnValueOnce({ bavail: 1_000_000, bsize: 4096 } as never);
  expect(folderTrouble(folder)).toBeUndefined();
  vi.mocked(statfsSync).mockReturnValueOnce({ bavail: 100, bsize: 4096 } as never);
  expect(folderTrouble(folder)).toBe(`The disk that holds ${folder} is full: make room.`);
  rmSync(folder, { recursive: true });
  expect(folderTrouble(folder)).toMatch(/cannot be written to \(ENOENT\)/);
});
