import { z } from 'zod';
import { slotOf } from '../../../slot.ts';
import { jsonSchemaOf, type Tool } from '../../../tool.ts';

/** What may be said for an argument: the words, and the type that the engine would recognise in them. */
export interface SlotValue {
  words: string;
  type?: string;
}

const values = (type: string | undefined, ...words: string[]): SlotValue[] =>
  words.map((said) => ({ words: said, ...(type && { type }) }));

const PEOPLE = values(
  'person',
  'Jane Doe',
  'Tom',
  'Olga Petrova',
  'Mr Hoffmann',
  'Priya',
  'Marta',
  'Emil Weber',
  'Grace',
  'him',
  'her',
);
const COMPANIES = values(
  'org',
  'Acme',
  'Kestrel',
  'Halden Foods',
  'Blue Harbor',
  'De Boer',
  'them',
  'Tolvia SA',
);
const DEALS: SlotValue[] = [
  ...values('deal', 'the Acme deal', 'Kestrel licence', 'ERP rollout'),
  ...values('org', 'Acme', 'Tolvia'),
  ...values(undefined, 'it', 'that deal'),
];
const TASKS = [
  ...values('task', 'the Kestrel call', 'send the brochure', 'the contract check'),
  ...values(undefined, 'it', 'that task'),
];
const DATES = values('date', 'tomorrow', 'next Friday', 'the 15th', 'end of June', 'next month', 'on Monday');
const RANGES = values('date', 'this quarter', 'last month', 'this week', '2025', 'in March', 'last year');
const TEAM = values('person', 'Lena', 'Carlos', 'Sophie', 'me', 'Bob Miles');
const FREE = values(
  undefined,
  'wants a revised offer by then',
  'the server was down',
  'no budget until spring',
  'prefers mornings',
  'check the contract',
  'likes golf',
);
const MONEY = values('money', '45k', '€12,000', '$30,000', '8000 euros');
const NUMBERS = values('number', '20', '200', '5', '50');
const STAGES = values(undefined, 'Proposal', 'negotiation', 'Demo', 'qualification', 'Contract sent');
const CITIES = values(undefined, 'Turin', 'Oslo', 'Lyon', 'Hamburg', 'Denver');

/** By the name of the argument; one that is not here is worded from the tool's schema. */
const BY_NAME: ReadonlyMap<string, readonly SlotValue[]> = new Map([
  ['contact', PEOPLE],
  ['company', COMPANIES],
  ['parent', COMPANIES],
  ['deal', DEALS],
  ['task', TASKS],
  ['competitor', values('vendor', 'HubSpot', 'Zoho', 'Salesforce', 'Pipedrive', 'Nimble', 'Twentyish')],
  ['agent', values('agent', 'Scout', 'Pixel', 'Deal Doctor', 'Watchdog', 'Frida', 'Hugo')],
  [
    'purpose',
    values(
      undefined,
      'qualifies inbound leads',
      'looks after overdue tasks',
      'checks my deals every morning',
      'answers questions on warranty',
      'watches renewals',
      'new partners',
    ),
  ],
  [
    'allow',
    values(undefined, 'delete contacts', 'create tasks', 'read tickets', 'change deals', 'move deals'),
  ],
  ['forbid', values(undefined, 'delete contacts', 'change deals', 'send proposals', 'create tasks')],
  [
    'message',
    values(
      undefined,
      'show all contacts',
      'qualify Jane Doe',
      'delete Tom',
      'find duplicates',
      'the Kestrel deal',
      'add a task for tomorrow',
      'Hi, 200 seats',
      'list my open deals',
    ),
  ],
  ['rival', values('vendor', 'HubSpot', 'Zoho', 'Salesforce', 'Pipedrive', 'Nimble', 'Twentyish')],
  ['note', values(undefined, 'they raised prices', 'they have a free plan now', 'support got slow')],
  ['pricing', values(undefined, '20 per user', '49 dollars a month', 'free for small teams')],
  ['weakness', values(undefined, 'reporting', 'poor support', 'no mobile app')],
  ['strength', values(undefined, 'brand', 'price', 'easy to use')],
  ['website', values('link', 'www.zoho.example', 'hubspot.example')],
  ['alias', values(undefined, 'SFDC', 'Zoho One')],
  ['newName', values(undefined, 'monday CRM', 'Zoho Bigin')],
  ['about', [...PEOPLE.slice(0, 4), ...COMPANIES.slice(0, 4)]],
  ['of', [...COMPANIES.slice(0, 6), ...PEOPLE.slice(0, 3), ...DEALS.slice(0, 2)]],
  ['to', [...COMPANIES.slice(0, 6), ...TEAM.slice(0, 4), ...DEALS.slice(0, 2)]],
  [
    'proposal',
    [
      ...values(
        undefined,
        'it',
        'P12',
        'the proposal',
        'the Acme quote',
        'the offer for Kestrel',
        'our offer',
      ),
      ...COMPANIES.slice(0, 5),
    ],
  ],
  ['like', values(undefined, 'P12', 'the Halden quote', 'last year', "last year's proposal")],
  [
    'lines',
    values(
      undefined,
      '40 seats at 30',
      '25 licences at 49 for 12 months',
      'setup 1500, training 800',
      '3 machines at 12,000 and installation for 900',
      '10 units at 12.50 plus shipping 80',
      '60 users at 15 each, 10% off',
    ),
  ],
  [
    'add',
    values(undefined, 'onboarding 500', 'a training day at 900', 'shipping costs of 80', 'support 12 x 99'),
  ],
  ['discount', values('percent', '10 percent', '5%', '15 %', '20 percent')],
  ['tax', values('percent', '19%', '7 percent', '20 %')],
  ['total', MONEY],
  ['price', values(undefined, '28', '30', '1,200', '49.50')],
  ['line', values(undefined, 'the seats', 'training', 'the second line', 'the gateways', 'onboarding')],
  ['extend', values(undefined, 'two weeks', '10 days', 'a month', 'another week')],
  ['optional', values(undefined, 'the support package', 'training', 'the second line')],
  ['file', values(undefined, 'it', 'this', 'that')],
  ['owner', TEAM],
  ['assignee', TEAM],
  ['createdBy', TEAM],
  ['person', TEAM],
  ['whose', TEAM],
  ['user', TEAM],
  ['name', values('name', 'Ines Roth', 'Nordwind', 'Paul Varga', 'Rivertown Ltd')],
  ['email', values('email', 'jane@acme.example', 'tom.b@kestrel.example')],
  ['phone', values('phone', '+49 160 9988776', '555 0142 77')],
  ['domain', values('link', 'www.acme.example', 'tolvia.example')],
  ['amount', MONEY],
  ['annualRevenue', MONEY],
  ['employees', NUMBERS],
  ['probability', values('percent', '60%', '80 percent')],
  ['percent', values('percent', '60%', '80 percent')],
  ['jobTitle', values(undefined, 'CTO', 'head of purchasing', 'VP Sales', 'plant manager')],
  ['city', CITIES],
  ['country', values(undefined, 'Italy', 'Norway', 'Canada', 'Spain')],
  ['industry', values(undefined, 'logistics', 'healthcare', 'software', 'retail', 'manufacturing')],
  ['tags', values(undefined, 'vip', 'fair', 'newsletter', 'partner')],
  ['source', values(undefined, 'webinar', 'referral', 'trade fair', 'website')],
  ['interest', values(undefined, 'software', 'training', 'hardware')],
  ['stage', STAGES],
  ['pipeline', values(undefined, 'Enterprise', 'the renewals pipeline', 'partner')],
  ['period', RANGES],
  ['against', RANGES],
  [
    'of',
    values(
      undefined,
      'by rep this month',
      'in Germany last year',
      'last quarter',
      'for Lena this week',
      'per month',
      'per industry this year',
    ),
  ],
  ['thenBy', values(undefined, 'month', 'owner', 'quarter', 'source')],
  ['report', values(undefined, 'Monthly revenue', 'Pipeline review', 'Nordic sales')],
  ['groupBy', values(undefined, 'owner', 'industry', 'month', 'source')],
  ['by', values(undefined, 'reason', 'stage', 'industry', 'email', 'phone', 'name')],
  [
    'mention',
    values(undefined, 'the price', 'delivery times', 'a competitor', 'the contract length', 'the budget'),
  ],
  ['with', [...COMPANIES.slice(0, 6), ...PEOPLE.slice(0, 4), ...DEALS.slice(0, 2)]],
  ['on', RANGES],
  ['closed', RANGES],
  ['since', RANGES],
  ['from', values(undefined, 'Demo', 'Lead in')],
  ['to', values(undefined, 'Presentation', 'Incoming')],
  ['remove', [...STAGES, ...values(undefined, 'the training', 'the second line', 'installation')]],
  ['after', STAGES],
  ['before', STAGES],
  ['stages', values(undefined, 'intro, evaluation, agreement', 'lead, tender, award')],
  [
    'title',
    values(undefined, 'send the brochure', 'check the contract', 'Phase 2', 'call the bank', 'ERP rollout'),
  ],
  ['topic', values(undefined, 'deals', 'tasks', 'pipelines', 'undo', 'importing contacts')],
  ['occasion', values(undefined, 'call', 'meeting', 'visit')],
  ['stageCount', NUMBERS],
  ['nextStep', values(undefined, 'send samples', 'contract review', 'call their lawyer')],
  ['reason', values(undefined, 'price', 'no budget', 'timing', 'they chose a competitor')],
  ['lossReason', values(undefined, 'price', 'no budget', 'timing')],
]);
const DATE_LIKE = /ISO 8601|a day such as/;

/** What people may say for an argument of this tool. */
export function slotValues(tool: Tool, slot: string): readonly SlotValue[] {
  const name = slot.split('.').at(-1) ?? slot;
  const known = BY_NAME.get(name);
  if (known) return known;
  const declared = slotOf(tool.input.shape[slot] ?? z.unknown());
  if (declared?.kind === 'option')
    return declared.options.map((words) => ({ words: words.replaceAll('_', ' ') }));
  const schema = schemaOf(jsonSchemaOf(tool), slot.split('.'));
  if (/(?:At|close|due|remind|followUp|lastContacted|created|updated|completed)$/i.test(name)) return DATES;
  if (DATE_LIKE.test(String(schema?.description ?? ''))) return DATES;
  if (Array.isArray(schema?.enum))
    return schema.enum
      .filter((one) => typeof one === 'string')
      .map((one) => ({ words: one.replaceAll('_', ' ') }));
  if (schema?.type === 'number' || schema?.type === 'integer') return NUMBERS;
  return FREE;
}

function schemaOf(
  schema: Record<string, unknown> | undefined,
  path: readonly string[],
): Record<string, unknown> | undefined {
  const [first, ...rest] = path;
  if (first === undefined || !schema) return schema;
  const fields = schema.properties as Record<string, Record<string, unknown>> | undefined;
  return schemaOf(fields?.[first], rest);
}
