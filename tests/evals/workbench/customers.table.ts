import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { CustomFieldDefinition } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import { insertRecords } from '@clianta/crm-core/demo/insert-records';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { RecordChange } from '../audit-trail.ts';
import { emailsByUser, userId } from './people.ts';
import type { Customer } from './sandbox.schema.ts';
import { dayOf, noonOf, partOf, textOf, type WorkbenchTable, written } from './table.ts';

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

/** Its customers are contacts. */
export const customersTable: WorkbenchTable<'customers'> = {
  name: 'customers',
  async fill(crm, { workspaceId }, { customers }) {
    await crm.records(CustomFieldDefinition).create(systemScope(workspaceId), {
      entity: Contact.name,
      key: STATUS_FIELD,
      label: 'Sales status',
      type: 'select',
      options: [...new Set([...Object.keys(STATUSES), ...customers.map(({ status }) => status)])],
    });
    const createdAt = crm.now();
    await insertRecords(
      crm,
      workspaceId,
      Contact.name,
      customers.map((one) => ({
        id: contactId(one.id),
        createdAt,
        name: one.name,
        // as another system had it, whether or not it is an address
        email: one.email ?? undefined,
        phone: one.phone ?? undefined,
        ownerId: userId(one.owner),
        interest: one.interest ?? undefined,
        lastContactedAt: one.lastContact ? noonOf(one.lastContact) : undefined,
        followUpAt: one.followUpBy ?? undefined,
        notes: one.notes ?? undefined,
        consent: 'unknown',
        ...STATUSES[one.status],
        customFields: { [STATUS_FIELD]: one.status },
      })),
    );
  },
  changes(sandbox, { changes }) {
    const known = new Map(sandbox.customers.map((one) => [contactId(one.id), one]));
    const emails = emailsByUser(sandbox);
    return partOf(changes, Contact.name, known, (change, row) => rowOf(change, row, emails));
  },
};

function rowOf(
  change: RecordChange,
  known: Customer | undefined,
  emails: ReadonlyMap<string, string>,
): Customer {
  const row: Customer = known ?? {
    id: change.id,
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
  const has = (field: string) => written(change, field) !== undefined;
  const { after } = change;
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
