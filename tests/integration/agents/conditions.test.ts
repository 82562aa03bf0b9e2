import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { describe, expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aContact, aDeal } from '../../support/test-crm.ts';

describe('an order that hangs on something', () => {
  const said = 'If the Garden party is still open, remind me to call Jane Doe tomorrow';

  it.beforeEach(async ({ db, home }) => {
    await aContact(db.crm, home.scope, { name: 'Jane Doe' });
    await aDeal(db.crm, home.scope, { title: 'Garden party' });
  });

  it('is carried out when that is so, and the answer says what was found', async ({ db, home, sam }) => {
    const { reply, agents } = await sam.say(said);
    expect(reply.text).toMatch(
      /^Yes, \*\*Garden party\*\*’s status is Open\.\n\nSo the condition is met:\n\n[\s\S]*Call Jane Doe/,
    );
    expect(agents).toEqual(['dealAgent', 'taskAgent']);
    expect(await db.crm.records(Task).count(home.scope)).toBe(1);
  });

  it('is not carried out when it is not, and the answer says why', async ({ db, home, sam }) => {
    await sam.say('mark the Garden party as won');
    const { reply } = await sam.say(said);
    expect(reply.text).toBe(
      'No, **Garden party**’s status is Won, not open.\n\nSo the condition is not met, and I did nothing.',
    );
    expect(await db.crm.records(Task).count(home.scope)).toBe(0);
  });

  it('may be one of two: the other is carried out then', async ({ db, home, sam }) => {
    const { reply } = await sam.say(
      'Can you check whether the Garden party is won? If so, tag Jane Doe as customer, otherwise tag her as prospect',
    );
    expect(reply.text).toContain('So the condition is not met; instead:');
    const [jane] = (await db.crm.records(Contact).find(home.scope)).records;
    expect(jane?.tags).toEqual(['prospect']);
  });

  it('is asked about when it deletes, with what was found', async ({ db, home, sam }) => {
    const asked = await sam.say('If Jane Doe has no open deals, delete the Garden party');
    expect(asked.reply.text).toMatch(/^I found no deals[\s\S]*So the condition is met:[\s\S]*Delete/);
    expect(await db.crm.records(Opportunity).count(home.scope)).toBe(1);
    const done = await sam.decide(String(asked.approval?.approvalId), 'approve');
    expect(done.reply.text).toBe('Deleted 1 deal.');
    expect(await db.crm.records(Opportunity).count(home.scope)).toBe(0);
  });

  it('waits for nothing that cannot be looked up, and writes nothing', async ({ db, home, sam }) => {
    const { reply, changes } = await sam.say(
      'I think the Garden party may have been a success. If so, delete all my deals',
    );
    expect(reply.text).toMatch(/^I do not know what to look up/);
    expect(changes).toEqual([]);
    expect(await db.crm.records(Opportunity).count(home.scope)).toBe(1);
  });

  it('does nothing where one of the two orders is not understood', async ({ db, home, sam }) => {
    const { reply, changes } = await sam.say(
      'If the Garden party is open, remind me to call Jane Doe tomorrow, otherwise frobnicate the gizmo',
    );
    expect(reply.text).toContain('“frobnicate the gizmo”');
    expect(changes).toEqual([]);
    expect(await db.crm.records(Task).count(home.scope)).toBe(0);
  });

  it('goes by how long somebody has not been spoken to', async ({ db, home, sam }) => {
    await aContact(db.crm, home.scope, { name: 'Bob Smith', lastContactedAt: db.crm.now() });
    const recent = await sam.say(
      "If we haven't spoken to Bob Smith in the past fortnight, remind me to call him tomorrow",
    );
    expect(recent.reply.text).toContain('I did nothing');
    const never = await sam.say(
      "I haven't spoken to Jane Doe for a while. Can you check if it's been over 2 weeks? If so, tag her as cold",
    );
    expect(never.changes).toMatchObject([{ entity: 'contact', change: 'updated' }]);
    expect(await db.crm.records(Task).count(home.scope)).toBe(0);
  });
});
