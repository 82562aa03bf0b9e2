import { expect, it } from 'vitest';
import { competitorsIn } from './names-in-text.ts';

const KNOWN = [
  { id: '1', name: 'Zoho', aliases: ['Zoho CRM'] },
  { id: '2', name: 'Salesforce', aliases: ['SFDC'], domain: 'salesforce.example' },
  { id: '3', name: 'Monday', domain: 'monday.com' },
  { id: '4', name: 'Müller & Söhne' },
];
const named = (text: string) => competitorsIn(text, KNOWN).map(({ competitor }) => competitor.name);

it('finds names, other names and domains as whole words, in any case, in the order of the text', () => {
  expect(named('They use SFDC today and look at zoho.')).toEqual(['Salesforce', 'Zoho']);
  expect(named('see https://salesforce.example/pricing')).toEqual(['Salesforce']);
  expect(named('muller & sohne made an offer')).toEqual(['Müller & Söhne']);
  expect(named('Zohozone, SFDCX and a Salesforceful day')).toEqual([]);
});

it('takes a day for a day, though a firm is called so', () => {
  expect(named('Let us talk on Monday')).toEqual([]);
  expect(named('They have monday.com')).toEqual(['Monday']);
});

it('quotes the sentence that names it', () => {
  const [found] = competitorsIn('Good call. They also talk to Zoho! Next step: offer.', KNOWN);
  expect(found?.quote).toBe('They also talk to Zoho!');
});
