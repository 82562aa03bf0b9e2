import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact } from '../../support/test-crm.ts';

const DAY_MS = 86_400_000;

const it = crmTest.extend('people', async ({ db: { crm }, home }) => {
  const [lena, raj] = [await home.member('Lena Fox'), await home.member('Raj Patel')];
  const task = (title: string, assigneeId: string, days: number) =>
    crm.records(Task).create(home.scope, {
      title,
      assigneeId,
      dueAt: new Date(crm.now().getTime() + days * DAY_MS),
    });
  await task('Late', lena.actor.id, -2);
  await task('Later', lena.actor.id, -1);
  await task('Slides', raj.actor.id, -1);
  await task('Quote', raj.actor.id, 4);
  await aContact(crm, home.scope, { name: 'Jane Doe', ownerId: raj.actor.id });
  return { lena, raj, task };
});

describe('somebody who is described by what they have', () => {
  it('is looked up: the one with the fewest of them', async ({ db: { crm }, home, sam, people }) => {
    await sam.say('Add Ada Quist as a new lead and assign her to the person with the fewest overdue tasks');
    const [ada] = (await crm.records(Contact).find(home.scope, { search: 'Ada Quist' })).records;
    expect(ada?.ownerId).toBe(people.raj.actor.id);
  });

  it('is asked about where several have as many', async ({ db: { crm }, home, sam, people }) => {
    await people.task('One more', people.raj.actor.id, -3);
    const { reply, changes } = await sam.say('Assign Jane Doe to the person with the most overdue tasks');
    expect(reply.text).toMatch(/^The most overdue tasks \(2\) are with .*(Lena Fox|Raj Patel) and /);
    expect(changes).toEqual([]);
    const [jane] = (await crm.records(Contact).find(home.scope, { search: 'Jane Doe' })).records;
    expect(jane?.ownerId).toBe(people.raj.actor.id);
  });

  it('is who looks after a record', async ({ db: { crm }, home, sam, people }) => {
    await sam.say("Create a task called 'Update on Jane' for whoever is assigned to Jane Doe due tomorrow");
    const [task] = (await crm.records(Task).find(home.scope, { search: 'Update on Jane' })).records;
    expect(task?.assigneeId).toBe(people.raj.actor.id);
  });

  it('has a task that presses most, which is taken without its name', async ({
    db: { crm },
    home,
    sam,
    people,
  }) => {
    const { reply } = await sam.say("Take Raj's most urgent task and reassign it to Lena");
    expect(reply.text).toContain('**Slides**');
    const [slides] = (await crm.records(Task).find(home.scope, { search: 'Slides' })).records;
    expect(slides?.assigneeId).toBe(people.lena.actor.id);
  });
});
