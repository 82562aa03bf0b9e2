import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const DOCUMENT = 'docs/specification.md';
const rows = readFileSync(DOCUMENT, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| To do'))
  .map((line) => line.split('|').slice(1, -1));
const pathsIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path);

describe('what Clianta is to do', () => {
  it.each(rows.map(([what = '', code, test]) => ({ what: what.trim(), code, test })))(
    'is in the code and proven: $what',
    ({ code, test }) => {
      for (const cell of [code, test]) {
        expect(pathsIn(cell)).not.toEqual([]);
        for (const path of pathsIn(cell)) expect(existsSync(path), path).toBe(true);
      }
      for (const path of pathsIn(test)) expect(path).toMatch(/\.test\.ts$/);
    },
  );

  it('names every agent', () => {
    const registry = readFileSync('agents/src/registry.ts', 'utf8');
    const agents = [...registry.matchAll(/\b([a-z]\w*Agent)\b/g)].map(([, name = '']) => name);
    const named = new Set(rows.map(([what = '']) => what.trim()));
    expect([...new Set(agents)].filter((name) => !named.has(name))).toEqual([]);
    expect(new Set(agents).size).toBeGreaterThanOrEqual(24);
  });
});
