import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { CustomFieldDefinition } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aTalker, type Talker } from '../../support/talker.ts';
import { aWorkspace, openTestCrm, type TestDatabase } from '../../support/test-crm.ts';

let db: TestDatabase;
let sam: Talker;

beforeAll(async () => {
  db = await openTestCrm();
  const home = await aWorkspace(db.crm);
  await db.crm.records(CustomFieldDefinition).create(home.scope, {
    entity: 'company',
    key: 'contractEnd',
    label: 'Contract end',
    type: 'date',
  });
  await db.crm.records(Company).create(home.scope, { name: 'Globex' });
  sam = await aTalker(db, home.scope);
});
afterAll(async () => {
  await sam.close();
  await db.close();
});

it("a change of the workspace's own field is told by its label and shown on the card", async () => {
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

it('and why it was done says so too', async () => {
  const { reply } = await sam.say('Why did you do that?');
  expect(reply.text).toContain('change the company **Globex** (set contract end to Thu 31 Dec 2026)');
  expect(reply.text).toContain('Updated the company **Globex**: contract end from — to Thu 31 Dec 2026');
});
