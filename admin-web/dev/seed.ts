/** Records of the stand-in server: enough to see every screen filled. Only for development and tests. */

export type Row = Record<string, unknown> & { id: string; version: number };

const HOUR_MS = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString();

const record = (id: string, values: object): Row => ({
  id,
  version: 1,
  createdAt: ago(900),
  updatedAt: ago(30),
  createdBy: 'u-mara',
  ...values,
});

const stage = (id: string, name: string, probability: number, kind = 'open') => ({
  id,
  name,
  probability,
  kind,
});

const people = [
  ['mara', 'Mara Lindqvist', 'owner', 'Head of sales'],
  ['tom', 'Tom Okafor', 'admin', 'Operations'],
  ['ines', 'Inês Carvalho', 'member', 'Account executive'],
  ['jonas', 'Jonas Weber', 'member', 'Account executive'],
  ['yuki', 'Yuki Tanaka', 'viewer', 'Finance'],
] as const;

export const user = (email: string) => {
  const [id, name, role] = people.find(([key]) => email.startsWith(key)) ?? people[0];
  return { user: { id: `u-${id}`, name, email }, role };
};

export function seed(): Record<string, Row[]> {
  const stages = ['new', 'qualified', 'proposal', 'negotiation', 'won', 'lost'];
  return {
    workspaces: [
      record('w1', {
        name: 'Harborline Logistics',
        timeZone: 'Europe/Berlin',
        currency: 'EUR',
        locale: 'en-GB',
        allowedLinkHosts: ['harborline.example'],
      }),
    ],
    'team-members': people.map(([id, name, role, title]) =>
      record(`m-${id}`, { userId: `u-${id}`, name, email: `${id}@harborline.example`, role, title }),
    ),
    pipelines: [
      record('p1', {
        name: 'New business',
        isDefault: true,
        stages: [
          stage('new', 'New', 0.1),
          stage('qualified', 'Qualified', 0.25),
          stage('proposal', 'Proposal', 0.5),
          stage('negotiation', 'Negotiation', 0.75),
          stage('won', 'Won', 1, 'won'),
          stage('lost', 'Lost', 0, 'lost'),
        ],
      }),
      record('p2', {
        name: 'Renewals',
        isDefault: false,
        stages: [
          stage('due', 'Due', 0.8),
          stage('renewed', 'Renewed', 1, 'won'),
          stage('gone', 'Gone', 0, 'lost'),
        ],
      }),
    ],
    opportunities: Array.from({ length: 70 }, (_, n) =>
      record(`o${n}`, {
        pipelineId: 'p1',
        stageId: stages[Math.floor(Math.sqrt(n)) % 5],
        amountMinor: 400_000 + ((n * 7919) % 90) * 50_000,
        currency: 'EUR',
      }),
    ),
    'custom-fields': [
      record('c1', {
        entity: 'company',
        key: 'fleetSize',
        label: 'Fleet size',
        type: 'number',
        isRequired: false,
      }),
      record('c2', {
        entity: 'contact',
        key: 'bestTime',
        label: 'Best time to call',
        type: 'select',
        isRequired: true,
      }),
    ],
    conversations: [
      record('v1', { title: 'Northwind before the call', channel: 'web', lastMessageAt: ago(3) }),
      record('v2', { title: 'Deals closing this quarter', channel: 'web', lastMessageAt: ago(26) }),
      record('v3', {
        title: 'Clean up contacts without an e-mail address',
        channel: 'web',
        lastMessageAt: ago(140),
      }),
    ],
    audit: Array.from({ length: 64 }, (_, n) => auditEntry(n)),
  };
}

function auditEntry(n: number): Row {
  const [id, name] = people[n % 3] ?? people[0];
  const change = (['updated', 'created', 'updated', 'deleted'] as const)[n % 4] ?? 'updated';
  const before = change === 'created' ? {} : { stageId: 'qualified', amountMinor: 1_200_000 };
  const after =
    change === 'deleted' ? {} : { stageId: 'proposal', amountMinor: 1_450_000, nextStep: 'Send the offer' };
  return record(`a${n}`, {
    entity: n % 3 === 0 ? 'opportunity' : 'contact',
    recordId: `r${n}`,
    recordTitle: n % 3 === 0 ? `Northwind rollout ${n + 1}` : `Jane Doe ${n + 1}`,
    change,
    actor: { type: 'user', id: `u-${id}`, name },
    createdBy: `u-${id}`,
    ...(n % 2 === 0 && { via: 'dealAgent' }),
    channel: n % 2 === 0 ? 'web' : 'api',
    groupId: `g${Math.floor(n / 2)}`,
    before,
    after,
    at: ago(n * 2.5),
    ...(n === 5 && { undoneAt: ago(1) }),
  });
}
