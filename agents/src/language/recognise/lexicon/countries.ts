const ONE_WORD =
  'germany france spain italy austria switzerland netherlands belgium denmark sweden norway finland iceland poland portugal ireland england scotland wales uk usa us america holland britain canada mexico brazil argentina chile colombia peru india china japan korea singapore malaysia indonesia thailand vietnam philippines australia israel turkey greece hungary romania bulgaria croatia slovakia slovenia czechia ukraine estonia latvia lithuania luxembourg egypt kenya nigeria morocco uae';
const TWO_WORDS = [
  'united kingdom',
  'united states',
  'new zealand',
  'south africa',
  'south korea',
  'czech republic',
  'great britain',
  'saudi arabia',
  'hong kong',
];

/** Countries, to tell them from cities where somebody is. */
const COUNTRIES: ReadonlySet<string> = new Set([...ONE_WORD.split(' '), ...TWO_WORDS]);

export function isCountry(text: string): boolean {
  return COUNTRIES.has(text.toLowerCase());
}
