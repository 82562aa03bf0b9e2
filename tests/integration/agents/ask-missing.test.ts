import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aDeal } from '../../support/test-crm.ts';

it('asks for the one thing that a call lacks, and takes a button, a name or a time as the answer', async ({
  db: { crm },
  home,
  sam,
}) => {
  const none = await sam.say('Move the deal to Proposal');
  expect(none.reply.text).toBe('That sounds like moving the deal. There are no deals yet.');
  const [first, second] = await Promise.all([
    aDeal(crm, home.scope, { title: 'Northwind rollout' }),
    aDeal(crm, home.scope, { title: 'Halcyon pilot' }),
  ]);
  const stageOf = async (id: string) => {
    const { stageId } = await crm.records(Opportunity).get(home.scope, id);
    return stageId;
  };
  const before = await stageOf(second.id);
  const asked = await sam.say('Move the deal to Proposal');
  expect(asked.reply.text).toBe('That sounds like moving the deal. Which deal?');
  expect(asked.changes).toEqual([]);
  const [card] = asked.reply.cards;
  expect(card).toMatchObject({ type: 'choice' });
  expect(card?.type === 'choice' && card.options.map(({ label }) => label).toSorted()).toEqual([
    'Halcyon pilot',
    'Northwind rollout',
  ]);
  expect((await sam.say('the Northwind one')).changes).toMatchObject([{ id: first.id, change: 'updated' }]);
  expect(await stageOf(second.id)).toBe(before);
  await sam.say('Move the deal to Discovery');
  expect(await stageOf(second.id)).toBe(before);
  const tasks = await crm.records(Task).find(home.scope, {});
  expect(tasks.records).toEqual([]);
});
