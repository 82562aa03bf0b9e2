/**
 * What is kept the same on both sides, in the order in which it is read: what others refer to comes first, and Leads before
 * the Contacts that they are converted to.
 */
export interface SyncedObject {
  /** As Salesforce calls it. */
  name: string;
  entity: string;
  /** Records of ours that are not there become this; of a Lead only changes are written. */
  isMade: boolean;
  /** Field pairs that are proposed; each stays only if both sides have it and the user may see it. */
  pairs: ReadonlyArray<{ ours: string; theirs: string; direction?: 'in' | 'out' }>;
  /** Fields of ours by which one that is new there is found here, the surest first. */
  isMatchedBy: readonly string[];
  /** By this field one that is new here is looked for there, where our id has no field there. */
  foundBy: { ours: string; theirs: string };
}

const person = [
  { ours: 'name', theirs: 'LastName' },
  { ours: 'email', theirs: 'Email' },
  { ours: 'phone', theirs: 'Phone' },
  { ours: 'jobTitle', theirs: 'Title' },
  { ours: 'consent', theirs: 'HasOptedOutOfEmail' },
  { ours: 'ownerId', theirs: 'OwnerId' },
  { ours: 'source', theirs: 'LeadSource' },
  { ours: 'notes', theirs: 'Description' },
] as const;

export const SYNCED_OBJECTS: readonly SyncedObject[] = [
  {
    name: 'Account',
    entity: 'company',
    isMade: true,
    pairs: [
      { ours: 'name', theirs: 'Name' },
      { ours: 'domain', theirs: 'Website' },
      { ours: 'phone', theirs: 'Phone' },
      { ours: 'industry', theirs: 'Industry' },
      { ours: 'employees', theirs: 'NumberOfEmployees' },
      { ours: 'annualRevenueMinor', theirs: 'AnnualRevenue' },
      { ours: 'city', theirs: 'BillingCity' },
      { ours: 'country', theirs: 'BillingCountry' },
      { ours: 'ownerId', theirs: 'OwnerId' },
      { ours: 'notes', theirs: 'Description' },
    ],
    isMatchedBy: ['domain', 'name'],
    foundBy: { ours: 'name', theirs: 'Name' },
  },
  {
    name: 'Lead',
    entity: 'contact',
    isMade: false,
    pairs: [...person, { ours: 'city', theirs: 'City' }, { ours: 'country', theirs: 'Country' }],
    isMatchedBy: ['email'],
    foundBy: { ours: 'email', theirs: 'Email' },
  },
  {
    name: 'Contact',
    entity: 'contact',
    isMade: true,
    pairs: [
      ...person,
      { ours: 'companyId', theirs: 'AccountId' },
      { ours: 'city', theirs: 'MailingCity' },
      { ours: 'country', theirs: 'MailingCountry' },
    ],
    isMatchedBy: ['email'],
    foundBy: { ours: 'email', theirs: 'Email' },
  },
  {
    name: 'Opportunity',
    entity: 'opportunity',
    isMade: true,
    pairs: [
      { ours: 'title', theirs: 'Name' },
      { ours: 'companyId', theirs: 'AccountId' },
      { ours: 'amountMinor', theirs: 'Amount' },
      { ours: 'expectedCloseAt', theirs: 'CloseDate' },
      { ours: 'stageId', theirs: 'StageName' },
      { ours: 'ownerId', theirs: 'OwnerId' },
      { ours: 'source', theirs: 'LeadSource' },
      { ours: 'nextStep', theirs: 'NextStep' },
      { ours: 'notes', theirs: 'Description' },
    ],
    isMatchedBy: [],
    foundBy: { ours: 'title', theirs: 'Name' },
  },
  {
    name: 'Task',
    entity: 'task',
    isMade: true,
    pairs: [
      { ours: 'title', theirs: 'Subject' },
      { ours: 'dueAt', theirs: 'ActivityDate' },
      { ours: 'status', theirs: 'Status' },
      { ours: 'priority', theirs: 'Priority' },
      { ours: 'assigneeId', theirs: 'OwnerId' },
      { ours: 'contactId', theirs: 'WhoId' },
      { ours: 'notes', theirs: 'Description' },
    ],
    isMatchedBy: [],
    foundBy: { ours: 'title', theirs: 'Subject' },
  },
];

/** Where a record of ours may stand there: a contact is a Contact or a Lead. */
export const objectsOf = (entity: string): string[] =>
  SYNCED_OBJECTS.filter((one) => one.entity === entity).map(({ name }) => name);
