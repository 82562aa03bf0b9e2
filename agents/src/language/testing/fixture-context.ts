import { idFrom } from '@clianta/crm-core/entity/ids';
import { fold, foldWords, typoForms } from '@clianta/crm-core/entity/search-text';
import type { KnownValue, LanguageContext, NameMatch, Place } from '../language-context.ts';

/** Tuesday 10 March 2026, 9:30 in Berlin. */
const FIXTURE_NOW = new Date('2026-03-10T08:30:00Z');

const NAMES = {
  contact: [
    'Jane Doe',
    'Jane Okafor',
    'Bob Tanaka',
    'Priya Raman',
    'Liam O’Connor',
    'Sofia Marchetti',
    'Tom Becker',
    'Ana Ruiz',
    'Hiro Sato',
    'Grace Lindqvist',
    'Omar Haddad',
    'Nina Petrova',
    'Peter Vogel',
    'Chloe Martin',
    'Zoë Fischer',
  ],
  company: [
    'Northwind',
    'Contoso',
    'Fabrikam',
    'Blue Harbor Logistics',
    'Tailspin Toys',
    'Adventure Works',
    'Wingtip',
    'Litware',
    'Proseware',
    'Alpine Ski House',
    'Fourth Coffee',
    'Graphic Design Institute',
    'Initech',
    'Globex',
  ],
  opportunity: [
    'Contoso rollout',
    'Fabrikam renewal',
    'Litware pilot',
    'Globex expansion',
    'Wingtip upgrade',
    'Initech onboarding',
  ],
  user: ['Akira Mori', 'Carlos Vega', 'Mia Schulz', 'Dana Whitfield', 'Ines Prado'],
  pipeline: ['Sales', 'Partner'],
  competitor: ['Zoho', 'HubSpot', 'Salesforce', 'Freshworks'],
  task: ['Call Jane Doe', 'Send Contoso quote', 'Prepare Fabrikam slides', 'Call Bob Tanaka'],
};

/** Where people and companies of the fixture are. */
const PLACES: Readonly<Record<string, Place>> = {
  berlin: { field: 'city', isOfPeople: true },
  oslo: { field: 'city', isOfPeople: true },
  norway: { field: 'country', isOfPeople: true },
  lisbon: { field: 'city', isOfPeople: false },
};

/** What records of the fixture have in their short text fields. */
const VALUES: readonly KnownValue[] = [
  { entity: 'contact', field: 'source', value: 'Webinar', isListed: false },
  { entity: 'contact', field: 'interest', value: 'Consulting', isListed: false },
  { entity: 'company', field: 'industry', value: 'Consulting', isListed: false },
  { entity: 'company', field: 'industry', value: 'Healthcare', isListed: false },
  { entity: 'company', field: 'tags', value: 'key account', isListed: true },
  { entity: 'company', field: 'country', value: 'Norway', isListed: false },
  { entity: 'opportunity', field: 'lossReason', value: 'Price', isListed: false },
];

/** The id that the fixture gives a record. */
export function fixtureId(entity: NameMatch['entity'], title: string): string {
  return idFrom(`${entity}:${title}`);
}

const records = (Object.keys(NAMES) as Array<keyof typeof NAMES>).flatMap((entity) =>
  NAMES[entity].map((title) => ({ entity, title, id: fixtureId(entity, title) })),
);

function isSimilar(word: string, other: string): boolean {
  if (other.startsWith(word)) return true;
  if (word.length < 4) return false;
  const forms = new Set(typoForms(other));
  return typoForms(word).some((form) => forms.has(form));
}

/** In memory what the workspace's search does: every word begins a word of the name, one typo allowed. */
async function findFixtureNames(
  text: string,
  entities?: ReadonlyArray<NameMatch['entity']>,
): Promise<NameMatch[]> {
  const words = foldWords(text);
  if (words.length === 0) return [];
  return records
    .filter((record) => !entities || entities.includes(record.entity))
    .flatMap((record): NameMatch[] => {
      const own = foldWords(record.title);
      if (!words.every((word) => own.some((one) => isSimilar(word, one)))) return [];
      const isWord = words.every((word) => own.includes(word));
      const isBeginning = words.every((word) => own.some((one) => one.startsWith(word)));
      const score = fold(record.title) === fold(text) ? 1 : isWord ? 0.9 : isBeginning ? 0.7 : 0.5;
      return [{ ...record, score }];
    })
    .sort((a, b) => b.score - a.score);
}

/** A workspace of fictional people, companies and deals; fields of the argument take the place of its own. */
export function aContext(over: Partial<LanguageContext> = {}): LanguageContext {
  const member = (name: string) => ({
    id: fixtureId('user', name),
    name,
    email: `${name.split(' ')[0]?.toLowerCase()}@clianta.example`,
  });
  return {
    now: FIXTURE_NOW,
    timeZone: 'Europe/Berlin',
    locale: 'en-GB',
    currency: 'EUR',
    user: member('Dana Whitfield'),
    focus: [],
    team: NAMES.user.map(member),
    pipelines: [
      {
        id: fixtureId('pipeline', 'Sales'),
        name: 'Sales',
        isDefault: true,
        stages: ['New', 'Qualified', 'Discovery', 'Proposal', 'Negotiation', 'Won', 'Lost'].map((name) => ({
          name,
          kind: name === 'Won' ? 'won' : name === 'Lost' ? 'lost' : 'open',
        })),
      },
      {
        id: fixtureId('pipeline', 'Partner'),
        name: 'Partner',
        isDefault: false,
        stages: ['Intro', 'Legal check', 'Signed', 'Won', 'Lost'].map((name) => ({
          name,
          kind: name === 'Won' ? 'won' : name === 'Lost' ? 'lost' : 'open',
        })),
      },
    ],
    customFields: [
      {
        entity: 'contact',
        key: 'tshirtSize',
        label: 'T-shirt size',
        type: 'select',
        options: ['S', 'M', 'L'],
      },
      { entity: 'company', key: 'contractEnd', label: 'Contract end', type: 'date' },
      { entity: 'opportunity', key: 'seats', label: 'Seats', type: 'number' },
    ],
    findNames: findFixtureNames,
    findPlace: async (text) => PLACES[fold(text)],
    knownValues: async () => VALUES,
    ...over,
  };
}

/** An item of the conversation's focus. */
export function aFocus(entity: NameMatch['entity'], title: string) {
  return { entity, id: fixtureId(entity, title), title };
}

/** `@title` for an id of the fixture, any other text as it is. */
export function titleOfId(text: string): string {
  const record = records.find((one) => one.id === text);
  return record ? `@${record.title}` : text;
}
