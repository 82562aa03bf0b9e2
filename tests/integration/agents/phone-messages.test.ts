import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { twilio } from '@clianta/crm-core/integrations/twilio/twilio.integration';
import { PhoneMessage } from '@clianta/crm-core/marketing/phone-message/phone-message.schema';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { afterAll, describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact } from '../../support/test-crm.ts';
import { TwilioStandIn } from '../../support/twilio-stand-in.ts';

/** 23:30 in Berlin. */
const NIGHT = new Date('2026-11-30T22:30:00Z');
const vendor = new TwilioStandIn();

afterAll(() => vendor.stop());
const it = crmTest.extend('crmOptions', { scope: 'file' }, async () => {
  await vendor.start();
  return {
    now: () => NIGHT,
    integrations: { env: vendor.env, box: new SecretBox(['a key of some length']), registry: [twilio] },
  };
});

const approvalOf = ({ reply }: TurnResult) => {
  const card = reply.cards.find(({ type }) => type === 'approval');
  if (card?.type !== 'approval') throw new Error(`nothing was proposed: ${reply.text}`);
  return card;
};

describe('a text message that is spoken of', () => {
  it('is proposed with its text, price and time there, and goes out once approved', async ({
    db,
    home,
    sam,
  }) => {
    const { crm } = db;
    const jane = await aContact(crm, home.scope, {
      name: 'Jane Doe',
      phone: '+4930901820',
      consent: 'given',
    });
    expect((await sam.say('Text Jane Doe that we run late')).reply.text).toContain('not connected yet');
    await crm.integrations.connectByKey(home.scope, 'twilio', vendor.values, ['sms', 'voice']);
    const proposed = approvalOf(await sam.say('Text Jane Doe that we run late'));
    const shown = JSON.stringify(proposed);
    expect(shown).toContain('we run late');
    expect(shown).toContain('1 message, about 0.0079 USD');
    expect(shown).toContain('Tue 1 Dec 2026, 8:00');
    expect(await crm.records(PhoneMessage).count(home.scope)).toBe(0);
    await sam.decide(proposed.approvalId, 'approve');
    const { records } = await crm.records(PhoneMessage).find(home.scope);
    expect(records).toMatchObject([
      { kind: 'sms', contactId: jane.id, text: 'we run late', dueAt: new Date('2026-12-01T07:00:00Z') },
    ]);
  });

  it('asks what it is to say', async ({ db, home, sam }) => {
    const { crm } = db;
    await aContact(crm, home.scope, { name: 'Olga Petrova', phone: '+4930901821' });
    vendor.accountSid = `AC${'1'.repeat(32)}`;
    await crm.integrations.connectByKey(home.scope, 'twilio', vendor.values, ['sms', 'voice']);
    const asked = await sam.say('Send Olga Petrova an SMS');
    expect(asked.reply.text).toContain('What is the text message to Olga Petrova to say?');
    const proposed = await sam.say('The courier is on the way');
    expect(JSON.stringify(approvalOf(proposed))).toContain('courier is on the way');
  });

  it('is a voicemail that takes consent', async ({ db, home, sam }) => {
    const { crm } = db;
    await aContact(crm, home.scope, { name: 'Rhea Stone', phone: '+4930901822', consent: 'given' });
    await aContact(crm, home.scope, { name: 'Erik Blom', phone: '+4930901823' });
    vendor.accountSid = `AC${'2'.repeat(32)}`;
    await crm.integrations.connectByKey(home.scope, 'twilio', vendor.values, ['sms', 'voice']);
    const refused = await sam.say('Leave Erik Blom a voicemail: please call me back');
    expect(refused.reply.text).toContain('There is no consent to be called');
    const proposed = approvalOf(await sam.say('Leave Rhea Stone a voicemail: please call me back'));
    expect(JSON.stringify(proposed)).toContain('please call me back');
    await sam.decide(proposed.approvalId, 'approve');
    const { records } = await crm.records(PhoneMessage).find(home.scope);
    expect(records).toMatchObject([{ kind: 'voice', phone: '+4930901822', text: 'please call me back' }]);
  });
});
