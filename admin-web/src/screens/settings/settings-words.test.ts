import { expect, it } from 'vitest';
import { settingsFor } from './settings-pages.ts';
import { SETTINGS_WORDS } from './settings-words.ts';

it('has words for every page of the settings, and for no other', () => {
  const paths = settingsFor(true).flatMap(({ pages }) => pages.map(({ path }) => path));
  expect(Object.keys(SETTINGS_WORDS).toSorted()).toEqual(paths.toSorted());
});
