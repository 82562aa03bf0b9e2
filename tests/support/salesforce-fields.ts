/** What of its describe the stand-in shows: a name, a type, and what may be done with it. */
export interface StandInField {
  name: string;
  type: string;
  isReadOnly?: boolean;
  isRequired?: boolean;
  options?: string[];
}

const text = (name: string, more: Partial<StandInField> = {}): StandInField => ({
  name,
  type: 'string',
  ...more,
});
const reference = (name: string): StandInField => ({ name, type: 'reference' });

const system: StandInField[] = [
  { name: 'Id', type: 'id', isReadOnly: true },
  { name: 'IsDeleted', type: 'boolean', isReadOnly: true },
  { name: 'SystemModstamp', type: 'datetime', isReadOnly: true },
];
const external: StandInField = text('Clianta_Id__c');
const master: StandInField = { name: 'MasterRecordId', type: 'reference', isReadOnly: true };
const person: StandInField[] = [
  text('FirstName'),
  text('LastName', { isRequired: true }),
  { name: 'Email', type: 'email' },
  { name: 'Phone', type: 'phone' },
  text('Title'),
  { name: 'HasOptedOutOfEmail', type: 'boolean' },
  { name: 'LeadSource', type: 'picklist', options: ['Web', 'Partner'] },
  { name: 'Description', type: 'textarea' },
  reference('OwnerId'),
];

/** The standard objects, as far as they are synced. */
export const SALESFORCE_FIELDS: Readonly<Record<string, StandInField[]>> = {
  User: [...system, text('Email'), { name: 'IsActive', type: 'boolean' }],
  Account: [
    ...system,
    master,
    external,
    text('Name', { isRequired: true }),
    { name: 'Website', type: 'url' },
    { name: 'Phone', type: 'phone' },
    { name: 'Industry', type: 'picklist', options: ['Energy'] },
    { name: 'NumberOfEmployees', type: 'int' },
    { name: 'AnnualRevenue', type: 'currency' },
    text('BillingCity'),
    text('BillingCountry'),
    { name: 'Description', type: 'textarea' },
    reference('OwnerId'),
  ],
  Lead: [
    ...system,
    master,
    external,
    ...person,
    text('Company', { isRequired: true }),
    text('City'),
    text('Country'),
    { name: 'IsConverted', type: 'boolean', isReadOnly: true },
    { name: 'ConvertedContactId', type: 'reference', isReadOnly: true },
  ],
  Contact: [
    ...system,
    master,
    external,
    ...person,
    reference('AccountId'),
    text('MailingCity'),
    text('MailingCountry'),
  ],
  Opportunity: [
    ...system,
    external,
    text('Name', { isRequired: true }),
    reference('AccountId'),
    { name: 'Amount', type: 'currency' },
    { name: 'CloseDate', type: 'date', isRequired: true },
    {
      name: 'StageName',
      type: 'picklist',
      isRequired: true,
      options: ['Qualified', 'Discovery', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost'],
    },
    { name: 'IsClosed', type: 'boolean', isReadOnly: true },
    { name: 'IsWon', type: 'boolean', isReadOnly: true },
    { name: 'LeadSource', type: 'picklist', options: ['Web'] },
    text('NextStep'),
    { name: 'Description', type: 'textarea' },
    reference('OwnerId'),
  ],
  Task: [
    ...system,
    external,
    text('Subject'),
    { name: 'ActivityDate', type: 'date' },
    { name: 'Status', type: 'picklist', options: ['Not Started', 'In Progress', 'Completed'] },
    { name: 'Priority', type: 'picklist', options: ['High', 'Normal', 'Low'] },
    { name: 'Description', type: 'textarea' },
    reference('OwnerId'),
    reference('WhoId'),
  ],
};

/** What ids of each begin with. */
export const PREFIXES: Readonly<Record<string, string>> = {
  User: '005',
  Account: '001',
  Lead: '00Q',
  Contact: '003',
  Opportunity: '006',
  Task: '00T',
};
