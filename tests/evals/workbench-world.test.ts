import { idFrom } from '@clianta/crm-core/entity/ids';
import { expect, it } from 'vitest';
import { tableChanges } from './workbench-world.ts';

const sandbox = {
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
};
const change = (values: Partial<Parameters<typeof tableChanges>[1][number]>) => ({
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
  expect(tableChanges(sandbox, [change({ after })])).toEqual({
    customers: {
      removed: [],
      rows: [{ ...sandbox.customers[0], owner: 'nia.johnson@atlas.com', status: 'Lost' }],
    },
  });
});

it('the workspace’s own status counts before a contact’s, and a customer that is gone is named', () => {
  const after = { customFields: { salesStatus: 'Won' } };
  const { customers } = tableChanges(sandbox, [
    change({ after }),
    change({ id: idFrom('workbench customer 00000007'), change: 'deleted' }),
  ]);
  expect(customers).toMatchObject({ removed: ['00000007'], rows: [{ status: 'Won' }] });
});
