import { lookup } from '../../../lookup.ts';

/** What somebody or something of a country is called, and what the country may be called in a record. */
const DEMONYMS: ReadonlyArray<readonly [words: string, countries: string]> = [
  ['american usa us', 'united states, usa, us, united states of america'],
  ['argentinian argentine', 'argentina'],
  ['australian', 'australia'],
  ['austrian', 'austria'],
  ['belgian', 'belgium'],
  ['brazilian', 'brazil'],
  ['british uk', 'united kingdom, uk, great britain'],
  ['bulgarian', 'bulgaria'],
  ['canadian', 'canada'],
  ['chilean', 'chile'],
  ['chinese', 'china'],
  ['colombian', 'colombia'],
  ['croatian', 'croatia'],
  ['czech', 'czechia, czech republic'],
  ['danish', 'denmark'],
  ['dutch', 'netherlands, the netherlands'],
  ['egyptian', 'egypt'],
  ['english', 'england, united kingdom, uk'],
  ['estonian', 'estonia'],
  ['finnish', 'finland'],
  ['french', 'france'],
  ['german', 'germany'],
  ['greek', 'greece'],
  ['hungarian', 'hungary'],
  ['icelandic', 'iceland'],
  ['indian', 'india'],
  ['indonesian', 'indonesia'],
  ['irish', 'ireland'],
  ['israeli', 'israel'],
  ['italian', 'italy'],
  ['japanese', 'japan'],
  ['kenyan', 'kenya'],
  ['korean', 'south korea, korea'],
  ['latvian', 'latvia'],
  ['lithuanian', 'lithuania'],
  ['malaysian', 'malaysia'],
  ['mexican', 'mexico'],
  ['moroccan', 'morocco'],
  ['nigerian', 'nigeria'],
  ['norwegian', 'norway'],
  ['polish', 'poland'],
  ['portuguese', 'portugal'],
  ['romanian', 'romania'],
  ['scottish', 'scotland, united kingdom, uk'],
  ['singaporean', 'singapore'],
  ['slovak', 'slovakia'],
  ['slovenian', 'slovenia'],
  ['spanish', 'spain'],
  ['swedish', 'sweden'],
  ['swiss', 'switzerland'],
  ['thai', 'thailand'],
  ['turkish', 'turkey, türkiye'],
  ['ukrainian', 'ukraine'],
  ['vietnamese', 'vietnam'],
  ['welsh', 'wales, united kingdom, uk'],
];

const byWord: ReadonlyMap<string, readonly string[]> = new Map(
  DEMONYMS.flatMap(([words, countries]) =>
    words.split(' ').map((word) => [word, countries.split(', ')] as const),
  ),
);

/** "swiss", "uk": what records may call the country; none for any other word. */
export const countriesOf = (word: string): readonly string[] => byWord.get(word) ?? [];

/** Countries that records call by one of several names. */
const NAMES = [
  ['United Kingdom', 'UK', 'Great Britain'],
  ['United States', 'USA', 'US', 'United States of America'],
  ['Netherlands', 'The Netherlands', 'Holland'],
  ['Czech Republic', 'Czechia'],
  ['South Korea', 'Korea'],
  ['Turkey', 'Türkiye'],
  ['United Arab Emirates', 'UAE'],
];
const ALSO: Readonly<Record<string, string>> = lookup({ britain: 'uk', america: 'usa' });

/** All that a country may be called in records: `UK` and `United Kingdom`; a country of one name by that alone. */
export function namesOfCountry(name: string): readonly string[] {
  const own = ALSO[name.toLowerCase()] ?? name.toLowerCase();
  return NAMES.find((names) => names.some((one) => one.toLowerCase() === own)) ?? [name];
}
