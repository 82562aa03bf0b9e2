import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/source-files.ts';
import { readLanguageLines } from './language-line.schema.ts';

const folder = join(root, 'tests/evals');
const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl') && !name.startsWith('routing'));

describe('the sentences of the evaluation', () => {
  it.each(files)('%s is valid and says of each sentence what is right', (file) => {
    const lines = readLanguageLines(readFileSync(join(folder, file), 'utf8'), file);
    expect(lines.filter(({ expect: outcome }) => typeof outcome === 'string').map(({ id }) => id)).toEqual(
      [],
    );
  });
});
