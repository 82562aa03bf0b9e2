import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { CustomFieldDefinition } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { insertRecords } from '@clianta/crm-core/demo/insert-records';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { createFirstWorkspace } from '@clianta/crm-core/workspace/create-workspace';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { User } from '@clianta/crm-core/workspace/user/user.schema';
import type { RecordChange } from './audit-trail.ts';
import { EvalWorld, type Speaker } from './eval-world.ts';
import type { Customer, Sandbox, WorkbenchResult } from './workbench-sandbox.schema.ts';

/** The workspace's own field for what its customers' status is; a contact's own has no “Proposal”. */
const STATUS_FIELD = 'salesStatus';

/** What a contact of each status is called otherwise. */
const STATUSES: Readonly<Record<string, { status: string; lifecycleStage: string }>> = {
  Lead: { status: 'new', lifecycleStage: 'lead' },
  Qualified: { status: 'qualified', lifecycleStage: 'sql' },
  Proposal: { status: 'contacted', lifecycleStage: 'opportunity' },
  Won: { status: 'customer', lifecycleStage: 'customer' },
  Lost: { status: 'lost', lifecycleStage: 'opportunity' },
};

const contactId = (id: string) => idFrom(`workbench customer ${id}`);
const userId = (email: string) => idFrom(`workbench user ${email}`);
/** `lena.schmidt@atlas.com` is Lena Schmidt. */
const nameOf = (email: string) =>
  (email.split('@')[0] ?? '').replace(
    /(^|\.)(\w)/g,
    (_, dot: string, letter: string) => `${dot && ' '}${letter.toUpperCase()}`,
  );

/** The sandbox as a workspace: its people are the team, its customers contacts; Sam speaks, whose workspace it is. */
export function openWorkbenchWorld(sandbox: Sandbox): Promise<EvalWorld> {
  return EvalWorld.open({
    now: new Date(`${sandbox.now.replace(' ', 'T')}Z`),
    fill: (crm) => fill(crm, sandbox),
  });
}

async function fill(crm: CrmCore, { people, customers }: Sandbox): Promise<Speaker> {
  const speaker = await createFirstWorkspace(crm, {
    workspaceName: 'Atlas',
    name: 'Sam',
    email: 'sam@atlas.example',
    password: 'correct horse battery',
  });
  const { workspaceId } = speaker;
  const scope = systemScope(workspaceId);
  for (const email of new Set([...Object.values(people), ...customers.map(({ owner }) => owner)])) {
    const id = userId(email);
    const name = nameOf(email);
    await crm.records(User).create(scope, { name, email, workspaceIds: [workspaceId] }, { id });
    await crm.records(TeamMember).create(scope, { userId: id, name, email, role: 'member' });
  }
  await crm.records(CustomFieldDefinition).create(scope, {
    entity: Contact.name,
    key: STATUS_FIELD,
    label: 'Sales status',
    type: 'select',
    options: [...new Set([...Object.keys(STATUSES), ...customers.map(({ status }) => status)])],
  });
  const now = crm.now();
  const at = (day: string | null) => (day ? new Date(`${day}T12:00:00Z`) : undefined);
  await insertRecords(
    crm,
    workspaceId,
    Contact.name,
    customers.map((one) => ({
      id: contactId(one.id),
      createdAt: now,
      name: one.name,
      // as another system had it, whether or not it is an address
      email: one.email ?? undefined,
      phone: one.phone ?? undefined,
      ownerId: userId(one.owner),
      interest: one.interest ?? undefined,
      lastContactedAt: at(one.lastContact),
      followUpAt: one.followUpBy ?? undefined,
      notes: one.notes ?? undefined,
      consent: 'unknown',
      ...STATUSES[one.status],
      customFields: { [STATUS_FIELD]: one.status },
    })),
  );
  return speaker;
}

/** What was written, in the form of the sandbox's tables. */
export function tableChanges(
  { customers, people }: Sandbox,
  changes: readonly RecordChange[],
): WorkbenchResult['changes'] {
  const known = new Map(customers.map((one) => [contactId(one.id), one]));
  const emails = new Map(
    [...Object.values(people), ...customers.map(({ owner }) => owner)].map((email) => [userId(email), email]),
  );
  const own = changes.filter(({ entity }) => entity === Contact.name);
  const removed = own.flatMap(({ id, change }) => (change === 'deleted' ? (known.get(id)?.id ?? []) : []));
  const rows = own
    .filter(({ change }) => change !== 'deleted')
    .map((change) => rowOf(change, known.get(change.id), emails));
  const tasks = changes
    .filter(({ entity, change }) => entity === 'task' && change === 'created')
    .map(({ id, title, after }) => ({
      id,
      name: title,
      assignee: emails.get(String(after.assigneeId)) ?? null,
      list: 'Backlog',
      dueDate: dayOf(after.dueAt),
      board: '',
    }));
  return {
    ...((removed.length > 0 || rows.length > 0) && { customers: { removed, rows } }),
    ...(tasks.length > 0 && { tasks: { removed: [], rows: tasks } }),
  };
}

const dayOf = (value: unknown): string | null =>
  value ? new Date(String(value)).toISOString().slice(0, 10) : null;
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function rowOf(
  { id, change, after }: RecordChange,
  known: Customer | undefined,
  emails: ReadonlyMap<string, string>,
): Customer {
  const row: Customer = known ?? {
    id,
    owner: '',
    name: '',
    email: null,
    phone: null,
    lastContact: null,
    interest: null,
    status: 'Lead',
    followUpBy: null,
    notes: '',
  };
  const has = (field: string) => field in after && (change === 'created' ? after[field] !== null : true);
  return {
    ...row,
    ...(has('name') && { name: String(after.name) }),
    ...(has('email') && { email: textOf(after.email) }),
    ...(has('phone') && { phone: textOf(after.phone) }),
    ...(has('ownerId') && { owner: emails.get(String(after.ownerId)) ?? '' }),
    ...(has('lastContactedAt') && { lastContact: dayOf(after.lastContactedAt) }),
    ...(has('interest') && { interest: textOf(after.interest) }),
    ...(has('followUpAt') && { followUpBy: textOf(after.followUpAt) }),
    ...(has('notes') && { notes: textOf(after.notes) }),
    status: statusOf(after) ?? row.status,
  };
}

/** The status that was written: the workspace's own, else what a contact's own says of it. */
function statusOf(after: Record<string, unknown>): string | undefined {
  const own = (after.customFields as Record<string, unknown> | undefined)?.[STATUS_FIELD];
  if (typeof own === 'string') return own;
  return Object.entries(STATUSES).find(([, { status }]) => status === after.status)?.[0];
}
