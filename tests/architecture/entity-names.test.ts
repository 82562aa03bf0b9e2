import { isSpoken } from '@clianta/crm-core/entity/define-entity';
import { entities } from '@clianta/crm-core/registry';
import { expect, it } from 'vitest';
import { sourceFiles } from '../support/source-files.ts';

/** Where a kind of record may be named: its own domain, the agents' own folders, and the language engine until it is data. */
const HOME = /^(crm-core\/src\/(?!entity\/|events\/)|agents\/src\/(agents|language)\/)/;
const names = entities
  .filter(isSpoken)
  .map(({ name }) => name)
  .join('|');
/** A comparison with the name of a kind of record, or a look-up by it. */
const COMPARISON = new RegExp(`[!=]==\\s*'(${names})'|\\b(?:model|entity)\\('(${names})'\\)`);

it('no kind of record is named outside its domain: the catalogue tells what there is', () => {
  const named = ['crm-core/src', 'agents/src', 'bot/src', 'jobs/src', 'admin-web/src']
    .flatMap(sourceFiles)
    .filter(({ path }) => !HOME.test(path) && !/\.test\.tsx?$/.test(path))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .filter((line) => COMPARISON.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
  expect(named).toEqual([]);
});
