import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { CustomFieldDefinition } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import { expect } from 'vitest';
import { sharedCrmTest as it } from '../../support/fixtures.ts';

it.beforeAll(async ({ db, home }) => {
  await db.crm.records(CustomFieldDefinition).create(home.scope, {
    entity: 'company',
    key: 'contractEnd',
    label: 'Contract end',
    type: 'date',
  });
  await db.crm.records(Company).create(home.scope, { name: 'Globex' });
});

it("a change of the workspace's own field is told by its label and shown on the card", async ({ sam }) => {
  const result = await sam.say('Set the contract end of Globex to 31 December 2026');
  expect(result.changes).toMatchObject([{ entity: 'company', change: 'updated' }]);
  expect(result.reply.text).toBe('Updated **Globex**: contract end is now Thu 31 Dec 2026.');
  const [card] = result.reply.cards;
  expect(card?.type === 'record' && card.fields).toContainEqual({
    label: 'Contract end',
    value: 'Thu 31 Dec 2026',
    wasChanged: true,
  });
});

it('and why it was done says so too', async ({ sam }) => {
  const { reply } = await sam.say('Why did you do that?');
  expect(reply.text).toContain('change the company **Globex** (set contract end to Thu 31 Dec 2026)');
  expect(reply.text).toContain('Updated the company **Globex**: contract end from — to Thu 31 Dec 2026');
});
