import { lookup } from '../../../lookup.ts';

const NORDICS = ['Denmark', 'Finland', 'Iceland', 'Norway', 'Sweden'];
const DACH = ['Austria', 'Germany', 'Switzerland'];
const BENELUX = ['Belgium', 'Luxembourg', 'Netherlands'];
const BALTICS = ['Estonia', 'Latvia', 'Lithuania'];
const ISLES = ['Ireland', 'United Kingdom'];
const IBERIA = ['Portugal', 'Spain'];
const EAST = [
  'Bulgaria',
  'Czech Republic',
  'Hungary',
  'Poland',
  'Romania',
  'Slovakia',
  'Slovenia',
  'Ukraine',
];
const SOUTH = [...IBERIA, 'Croatia', 'Greece', 'Italy'];
const EUROPE = [...NORDICS, ...DACH, ...BENELUX, ...BALTICS, ...ISLES, ...EAST, ...SOUTH, 'France'];
const NORTH_AMERICA = ['Canada', 'Mexico', 'United States'];
const SOUTH_AMERICA = ['Argentina', 'Brazil', 'Chile', 'Colombia', 'Peru'];
const OCEANIA = ['Australia', 'New Zealand'];
const ASIA = [
  ...[
    'China',
    'Hong Kong',
    'India',
    'Indonesia',
    'Israel',
    'Japan',
    'Malaysia',
    'Philippines',
    'Saudi Arabia',
  ],
  ...['Singapore', 'South Korea', 'Thailand', 'Turkey', 'United Arab Emirates', 'Vietnam'],
];
const AFRICA = ['Egypt', 'Kenya', 'Morocco', 'Nigeria', 'South Africa'];

/** By what people call them, in small letters; as companies have their countries. */
const REGIONS: Readonly<Record<string, readonly string[]>> = lookup({
  scandinavia: ['Denmark', 'Norway', 'Sweden'],
  nordics: NORDICS,
  'nordic countries': NORDICS,
  dach: DACH,
  'dach region': DACH,
  benelux: BENELUX,
  baltics: BALTICS,
  'british isles': ISLES,
  iberia: IBERIA,
  europe: EUROPE,
  'eastern europe': EAST,
  'southern europe': SOUTH,
  'northern europe': [...NORDICS, ...BALTICS],
  'north america': NORTH_AMERICA,
  'south america': SOUTH_AMERICA,
  'latin america': ['Mexico', ...SOUTH_AMERICA],
  latam: ['Mexico', ...SOUTH_AMERICA],
  americas: [...NORTH_AMERICA, ...SOUTH_AMERICA],
  oceania: OCEANIA,
  anz: OCEANIA,
  asia: ASIA,
  apac: [...ASIA, ...OCEANIA],
  africa: AFRICA,
  emea: [...EUROPE, ...AFRICA, 'Israel', 'Saudi Arabia', 'Turkey', 'United Arab Emirates'],
});

/** The countries of "Scandinavia", "DACH"; undefined: it is no region. */
export const regionOf = (text: string): readonly string[] | undefined => REGIONS[text.toLowerCase()];
