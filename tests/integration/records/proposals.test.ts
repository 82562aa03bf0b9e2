import { answerProposal } from '@clianta/crm-core/crm/proposal/answer-proposal';
import { countView, visitorScope } from '@clianta/crm-core/crm/proposal/count-view';
import { newOfferLink, offerLink, offerOf } from '@clianta/crm-core/crm/proposal/offer-link';
import { Proposal, type ProposalRecord } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { ProposalSettings } from '@clianta/crm-core/crm/proposal/proposal-settings.schema';
import { changeProposal } from '@clianta/crm-core/crm/proposal/revise-proposal';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { expireProposals } from '@clianta/jobs/clock/expire-proposals';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aDeal } from '../../support/test-crm.ts';

let now = new Date('2026-03-02T09:00:00Z');
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => now });
it.beforeEach(() => {
  now = new Date('2026-03-02T09:00:00Z');
});

type World = { db: { crm: Parameters<typeof aDeal>[0] }; home: { scope: Scope; workspaceId: string } };

const seats = { text: 'Seats', quantity: 40, unitMinor: 3_000, taxRate: 0.19 };
const lines = [seats];

async function aProposal({ db, home }: World, values: object = {}): Promise<ProposalRecord> {
  const company = await aCompany(db.crm, home.scope, { name: `Acme ${Math.random()}` });
  const { id: dealId } = await aDeal(db.crm, home.scope, { title: 'Acme seats', companyId: company.id });
  return db.crm.records(Proposal).create(home.scope, { dealId, lines, ...values });
}

/** As it is once the customer has it. */
async function sent(world: World, values: object = {}): Promise<ProposalRecord> {
  const { id } = await aProposal(world, values);
  const { tokenHash } = newOfferLink(world.db.crm, id);
  return world.db.crm
    .records(Proposal)
    .update(world.home.scope, id, { status: 'sent', sentAt: now, tokenHash });
}

describe('a proposal', () => {
  it('has a number, its deal’s customer, what it comes to, and thirty days', async ({ db, home }) => {
    const proposal = await aProposal({ db, home });
    expect(proposal).toMatchObject({
      reference: 'P1',
      revision: 1,
      title: 'Acme seats',
      status: 'draft',
      currency: 'USD',
      netMinor: 120_000,
      taxMinor: 22_800,
      totalMinor: 142_800,
      validUntil: '2026-04-01',
    });
    expect(proposal.companyId).toBeDefined();
    expect((await aProposal({ db, home })).reference).toBe('P2');
  });

  it('is refused without lines, for less than nothing, and for a past day', async ({ db, home }) => {
    await expect(aProposal({ db, home }, { lines: [] })).rejects.toThrow('at least one line');
    await expect(aProposal({ db, home }, { discountMinor: 999_999 })).rejects.toThrow('less than nothing');
    await expect(aProposal({ db, home }, { validUntil: '2026-03-01' })).rejects.toThrow('past');
    await expect(aProposal({ db, home }, { discount: 0.1, discountMinor: 5 })).rejects.toThrow('not both');
  });

  it('takes an admin for over 15 percent off, an owner for over 40, on a line as on the whole', async ({
    db,
    home,
  }) => {
    const [bea, ada] = [await home.member('Bea Boss', 'member'), await home.member('Ada Admin', 'admin')];
    const proposals = db.crm.records(Proposal);
    const { id } = await aProposal({ db, home });
    const give = (scope: Scope, discount: number) => proposals.update(scope, id, { discount });
    await give(bea, 0.15);
    await expect(give(bea, 0.16)).rejects.toThrow('takes an admin');
    await expect(proposals.update(bea, id, { lines: [{ ...seats, discount: 0.1 }] })).rejects.toThrow(
      'A discount of 23.5% takes an admin',
    );
    await give(ada, 0.4);
    await expect(give(ada, 0.41)).rejects.toThrow('takes an owner');
    // what an admin gave stays while somebody else changes the rest
    await proposals.update(bea, id, { title: 'Seats' });
    await give(home.scope, 1);
    expect((await proposals.get(bea, id)).totalMinor).toBe(0);
    await db.crm.records(ProposalSettings).create(ada, { adminAbove: 0.05, taxRate: 0.2, validDays: 10 });
    await expect(aProposal({ db, home: { ...home, scope: bea } }, { discount: 0.06 })).rejects.toThrow(
      'over 5%',
    );
    expect(await aProposal({ db, home }, { lines: [{ text: 'Day', unitMinor: 100 }] })).toMatchObject({
      totalMinor: 120,
      validUntil: '2026-03-12',
    });
  });

  it('stays as it is once it was sent: a change is its next revision, and its link says so', async ({
    db,
    home,
  }) => {
    const first = await sent({ db, home });
    await expect(db.crm.records(Proposal).update(home.scope, first.id, { discount: 0.1 })).rejects.toThrow(
      'stays as the customer has it',
    );
    const { proposal, isRevision } = await changeProposal(db.crm, home.scope, first, { discount: 0.1 });
    expect(isRevision).toBe(true);
    expect(proposal).toMatchObject({ reference: 'P1', revision: 2, status: 'draft', totalMinor: 128_520 });
    const old = await db.crm.records(Proposal).get(home.scope, first.id);
    expect(old).toMatchObject({ status: 'replaced', replacedById: proposal.id, totalMinor: 142_800 });
    const yes = { answer: 'accepted', revision: 1, signer: { name: 'Jane' } } as const;
    await expect(answerProposal(db.crm, home.scope, first, yes)).rejects.toThrow(
      'replaced by a newer revision',
    );
    const again = changeProposal(db.crm, home.scope, old, {});
    await expect(again).rejects.toThrow('Change that one');
    const more = await changeProposal(db.crm, home.scope, proposal, { discount: null, title: 'More' });
    expect(more).toMatchObject({ isRevision: false, proposal: { revision: 2, totalMinor: 142_800 } });
  });

  it('is found by its link alone, whose token the database does not have', async ({ db, home }) => {
    const { id } = await sent({ db, home });
    const link = await offerLink(db.crm, home.workspaceId, id);
    const token = link?.split('/').at(-1) ?? '';
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect((await offerOf(db.crm, token))?.id).toBe(id);
    expect(await offerOf(db.crm, `${token}x`)).toBeUndefined();
    const stored = await db.crm.store.model(Proposal).findOne({ _id: id }).lean();
    expect(JSON.stringify(stored)).not.toContain(token);
    expect(JSON.stringify(await db.crm.records(Proposal).get(home.scope, id))).not.toContain('tokenHash');
  });

  it('counts views, is answered once, and keeps who answered', async ({ db, home }) => {
    const proposal = await sent({ db, home });
    await Promise.all([countView(db.crm, proposal), countView(db.crm, proposal)]);
    await countView(db.crm, proposal);
    const seen = await db.crm.records(Proposal).get(home.scope, proposal.id);
    expect(seen).toMatchObject({ status: 'viewed', views: 3, viewedAt: now });
    const scope = visitorScope(home.workspaceId, 'Jane Moss');
    const signer = { name: 'Jane Moss', email: 'jane@acme.example', ip: '203.0.113.7' };
    const yes = { answer: 'accepted', revision: 1, signer } as const;
    const both = await Promise.all([1, 2].map(() => answerProposal(db.crm, scope, proposal, yes)));
    expect(both.map(({ isNew }) => isNew).toSorted()).toEqual([false, true]);
    await expect(answerProposal(db.crm, scope, proposal, { ...yes, answer: 'declined' })).rejects.toThrow(
      'was accepted already',
    );
    await expect(answerProposal(db.crm, scope, proposal, { ...yes, revision: 2 })).rejects.toThrow(
      'revision 2',
    );
    const after = await db.crm.records(Proposal).get(home.scope, proposal.id);
    expect(after).toMatchObject({ status: 'accepted', signer: { ...signer, at: now } });
    await expect(changeProposal(db.crm, home.scope, after, { discount: 0.1 })).rejects.toThrow(
      'was accepted',
    );
  });

  it('cannot be accepted after its last day, also before the job at one at night has marked it', async ({
    db,
    home,
  }) => {
    const proposal = await sent({ db, home }, { validUntil: '2026-03-03' });
    const yes = { answer: 'accepted', revision: 1, signer: { name: 'Jane' } } as const;
    const statusAt = async (at: string) => {
      now = new Date(at);
      await expireProposals.run(
        { crm: db.crm, notify: async () => {} },
        { workspaceId: home.workspaceId, timeZone: 'Europe/Berlin', slot: '' },
      );
      return (await db.crm.records(Proposal).get(home.scope, proposal.id)).status;
    };
    expect(await statusAt('2026-03-03T23:30:00+01:00')).toBe('sent');
    expect(await statusAt('2026-03-04T00:30:00+01:00')).toBe('sent');
    await expect(answerProposal(db.crm, home.scope, proposal, yes)).rejects.toThrow('has expired');
    expect(await statusAt('2026-03-04T01:10:00+01:00')).toBe('expired');
    const { proposal: next } = await changeProposal(
      db.crm,
      home.scope,
      await db.crm.records(Proposal).get(home.scope, proposal.id),
      {},
    );
    expect(next).toMatchObject({ revision: 2, validUntil: '2026-04-03' });
  });
});
