import { expect, it } from 'vitest';
import { withSection } from './evals-document.ts';

it('an evaluation writes its own part of the document and leaves the others', () => {
  const first = withSection('', 'workbench', 'Forty tasks.');
  const both = withSection(first, 'language', '### own\n\nMany.');
  expect(withSection(both, 'workbench', 'Fifty tasks.').split(/^## /m).slice(1)).toEqual([
    'Everyday sentences\n\n### own\n\nMany.\n\n',
    'WorkBench\n\nFifty tasks.\n',
  ]);
});
