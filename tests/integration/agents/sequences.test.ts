import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Sequence } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import { SequenceEnrollment } from '@clianta/crm-core/marketing/sequence/sequence-enrollment.schema';
import { describe, expect } from 'vitest';
import { people, readyForMarketing } from '../../support/campaign-runs.ts';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aContact } from '../../support/test-crm.ts';

const NOW = new Date('2026-11-30T09:00:00Z');
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => NOW });

const cardsOf = ({ reply }: TurnResult) => JSON.stringify(reply.cards);
const approvalOf = ({ reply }: TurnResult): string => {
  const card = reply.cards.find(({ type }) => type === 'approval');
  if (card?.type !== 'approval') throw new Error(`nothing was proposed: ${reply.text}`);
  return card.approvalId;
};

describe('a sequence that is spoken of', () => {
  it('is drafted, changed, filled with people by approval, paused, measured and left', async ({
    db,
    home,
    sam,
  }) => {
    const { crm } = db;
    await readyForMarketing(db, home);
    const acme = await aCompany(crm, home.scope, { name: 'Acme' });
    await people(db, home, 2, { companyId: acme.id });
    await people(db, home, 1, { companyId: acme.id, consent: 'withdrawn' });
    await aContact(crm, home.scope, {
      name: 'Jane Doe',
      email: 'jane@x.example',
      companyId: acme.id,
      consent: 'given',
    });

    const drafted = await sam.say('A 5-step nurture for new leads');
    expect(drafted.reply.text).toContain('with 5 steps. Nobody is in it yet');
    expect(drafted.reply.text).toContain('Tell me what you want to offer');
    expect(cardsOf(drafted)).toContain('2 business days later');

    const called = await sam.say('Put a call after step 2');
    expect(cardsOf(called)).toContain('3. Task “Call”');
    expect((await sam.say("Put Acme's people into the sequence")).reply.text).toContain(
      'does not say yet: what you want to offer',
    );
    await sam.say('It offers a free trial of 30 days');
    await sam.say('It offers help with the set-up');

    const proposed = await sam.say("Put Acme's people into the sequence");
    expect(proposed.reply.cards.find(({ type }) => type === 'approval')).toMatchObject({ count: 3 });
    expect(cardsOf(proposed)).toContain('They have withdrawn their consent');
    expect(await crm.records(SequenceEnrollment).count(home.system)).toBe(0);
    await sam.decide(approvalOf(proposed), 'approve');
    expect(await crm.records(SequenceEnrollment).count(home.system)).toBe(3);

    const free = await sam.say('Pause it over Christmas');
    expect(free.reply.text).toContain('goes out from Thu 24 Dec 2026 to Sat 26 Dec 2026');
    const out = await sam.say('Take Jane Doe out because she answered by phone');
    expect(out.reply.text).toContain('**Jane Doe** is out and gets no further step (she answered by phone)');
    const figures = await sam.say('Where do people drop out?');
    expect(figures.reply.text).toContain('of 3 people 0 answered, 2 are on their way');
    expect(figures.reply.text).toContain('1: Sam Rivera took them out');

    expect((await sam.say('Stop!')).reply.text).toContain('no further step is taken');
    const [sequence] = (await crm.records(Sequence).find(home.scope)).records;
    expect(sequence).toMatchObject({
      status: 'paused',
      holidays: ['2026-12-24', '2026-12-25', '2026-12-26'],
    });
  });
});
