import { type CountryCode, getCountries } from 'libphonenumber-js/min';
import { fold } from '../../entity/search-text.ts';

/** Languages in which people write countries into a CRM; the first is the one that is proposed. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl'];
const USUAL: ReadonlyArray<readonly [string, CountryCode]> = [
  ['usa', 'US'],
  ['united states of america', 'US'],
  ['america', 'US'],
  ['uk', 'GB'],
  ['england', 'GB'],
  ['great britain', 'GB'],
  ['scotland', 'GB'],
  ['holland', 'NL'],
  ['the netherlands', 'NL'],
  ['uae', 'AE'],
  ['czech republic', 'CZ'],
  ['brd', 'DE'],
];

let byName: ReadonlyMap<string, CountryCode> | undefined;

/** The country that a text names, in whatever language or by its code; undefined when it is none. */
export function countryOf(text: string): CountryCode | undefined {
  byName ??= namesOfAll();
  return byName.get(fold(text));
}

/** What a country is called in English: "Germany". */
export const countryName = (code: CountryCode): string =>
  new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code;

function namesOfAll(): Map<string, CountryCode> {
  const names = new Map<string, CountryCode>();
  for (const language of LANGUAGES) {
    const inWords = new Intl.DisplayNames(language, { type: 'region' });
    for (const code of getCountries()) {
      const name = inWords.of(code);
      if (name) names.set(fold(name), code);
    }
  }
  for (const code of getCountries()) names.set(code.toLowerCase(), code);
  for (const [name, code] of USUAL) names.set(name, code);
  return names;
}
