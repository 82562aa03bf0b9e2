import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLine } from './file-command.ts';

describe('/file in the terminal', () => {
  it('sends a file along, with what is to be done with it', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'clianta-file-'));
    try {
      const path = join(dir, 'my call.vtt');
      writeFileSync(path, 'WEBVTT');
      const { text, files = [] } = await readLine(`/file "${path}" attach this to Acme`);
      expect(text).toBe('attach this to Acme');
      expect(files).toMatchObject([{ name: 'my call.vtt', size: 6 }]);
      expect(String(await files[0]?.read())).toBe('WEBVTT');
      expect((await readLine(`/file '${path}'`)).text).toBe('');
      await expect(readLine(`/file ${dir}`)).rejects.toThrow('There is no file');
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('says what it needs, and leaves every other line as it is', async () => {
    await expect(readLine('/file')).rejects.toThrow('Say which');
    await expect(readLine('/file nowhere.txt')).rejects.toThrow('There is no file nowhere.txt.');
    expect(await readLine('/files Acme')).toEqual({ text: '/files Acme' });
    expect(await readLine('what is due?')).toEqual({ text: 'what is due?' });
  });
});
