import { idFrom } from '@clianta/crm-core/entity/ids';
import { expect, it } from 'vitest';
import { sandboxSchema } from './sandbox.schema.ts';
import type { Outcome } from './table.ts';
import { tableChanges } from './world.ts';

const sandbox = sandboxSchema.parse({
  now: '2023-11-30 00:00:00',
  people: { nia: 'nia.johnson@atlas.com' },
  customers: [
    {
      id: '00000007',
      owner: 'lena.schmidt@atlas.com',
      name: 'Alex Thomas',
      email: 'alex.thomas@proenergy',
      phone: null,
      lastContact: '2023-11-01',
      interest: 'Hardware',
      status: 'Proposal',
      followUpBy: null,
      notes: null,
    },
  ],
});
const change = (values: Partial<Outcome['changes'][number]>) => ({
  entity: 'contact',
  id: idFrom('workbench customer 00000007'),
  title: 'Alex Thomas',
  change: 'updated' as const,
  before: {},
  after: {},
  ...values,
});

it('what became of a customer is told as a whole row of the sandbox', () => {
  const after = { ownerId: idFrom('workbench user nia.johnson@atlas.com'), status: 'lost' };
  expect(tableChanges(sandbox, { changes: [change({ after })] })).toEqual({
    customers: {
      removed: [],
      rows: [{ ...sandbox.customers[0], owner: 'nia.johnson@atlas.com', status: 'Lost' }],
    },
  });
});

it('the workspace’s own status counts before a contact’s, and a customer that is gone is named', () => {
  const after = { customFields: { salesStatus: 'Won' } };
  const { customers } = tableChanges(sandbox, {
    changes: [change({ after }), change({ id: idFrom('workbench customer 00000007'), change: 'deleted' })],
  });
  expect(customers).toMatchObject({ removed: ['00000007'], rows: [{ status: 'Won' }] });
});

it('a meeting that was cancelled is gone, one that was moved keeps its length', () => {
  const world = sandboxSchema.parse({
    ...sandbox,
    events: ['1', '2'].map((id) => ({
      id,
      name: 'sync up',
      participant: 'nia.johnson@atlas.com',
      start: '2023-12-04 10:30:00',
      minutes: 90,
    })),
  });
  const meeting = (id: string, after: Record<string, unknown>) =>
    change({ entity: 'calendarEvent', id: idFrom(`workbench event ${id}`), after });
  const { events } = tableChanges(world, {
    changes: [
      meeting('1', { status: 'cancelled' }),
      meeting('2', {
        startAt: new Date('2023-12-04T12:00:00Z'),
        endAt: new Date('2023-12-04T13:30:00Z'),
      }),
    ],
  });
  expect(events).toEqual({
    removed: ['1'],
    rows: [{ ...world.events[1], start: '2023-12-04 12:00:00' }],
  });
});

it('a mail is new once the outbox has it, and an answer bears the subject of what it answers', () => {
  const world = sandboxSchema.parse({
    ...sandbox,
    emails: [
      {
        id: '5',
        box: 'inbox',
        correspondent: 'nia.johnson@atlas.com',
        subject: 'Budget',
        sentAt: '2023-11-29 10:00:00',
        body: 'Hi Sam,\\nsee below.',
      },
    ],
  });
  const sent = (values: Partial<NonNullable<Outcome['sent']>[number]>) => ({
    ...{ id: 'a', to: [{ address: 'lena.schmidt@atlas.com' }], cc: [], bcc: [], references: [], text: 'Yes' },
    subject: 'Hello',
    ...values,
  });
  const answers = { references: ['<5@workbench.example>'] };
  const { emails } = tableChanges(world, {
    changes: [change({ entity: 'emailThread', id: idFrom('workbench thread 5'), after: { state: 'trash' } })],
    sent: [
      sent({ subject: 'Re: Budget', inReplyTo: '<5@workbench.example>', ...answers }),
      sent({ subject: 'Fwd: Budget', text: '----- Forwarded -----\n\nHi Sam,\nsee below.', ...answers }),
    ],
  });
  expect(emails?.removed).toEqual(['5']);
  expect(emails?.rows.map(({ subject, body }) => [subject, body])).toEqual([
    ['Budget', 'Yes'],
    ['FW: Budget', 'Hi Sam,\\nsee below.'],
  ]);
});

it('a task stands in the list that was said last, be it by the list or by its status', () => {
  const task = {
    id: '9',
    name: 'Fix bug',
    assignee: 'nia.johnson@atlas.com',
    list: 'Backlog',
    dueDate: '2023-11-27',
    board: 'Front end',
  };
  const world = sandboxSchema.parse({ ...sandbox, tasks: [task] });
  const changed = (before: Record<string, unknown>, after: Record<string, unknown>) =>
    tableChanges(world, {
      changes: [change({ entity: 'task', id: idFrom('workbench task 9'), before, after })],
    }).tasks?.rows[0]?.list;
  const own = (list: string) => ({ customFields: { list, board: 'Front end' } });
  expect(changed(own('Backlog'), own('In Review'))).toBe('In Review');
  expect(changed({ status: 'open' }, { status: 'completed' })).toBe('Completed');
});
