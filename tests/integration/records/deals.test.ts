import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { describe, expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aDeal } from '../../support/test-crm.ts';

describe('deals', () => {
  it('begin in the first stage of the default pipeline and follow its probability', async ({ db, home }) => {
    const deal = await aDeal(db.crm, home.scope);
    expect(deal).toMatchObject({ status: 'open', probability: 0.2 });
    const { records } = await db.crm.records(Pipeline).find(home.scope);
    const stages = records[0]?.stages ?? [];
    const moved = await db.crm.records(Opportunity).update(home.scope, deal.id, { stageId: stages[2]?.id });
    expect(moved).toMatchObject({
      stageId: stages[2]?.id,
      probability: stages[2]?.probability,
      status: 'open',
    });
  });

  it('close when moved to a closing stage, and move to it when closed', async ({ db, home }) => {
    const { records } = await db.crm.records(Pipeline).find(home.scope);
    const won = records[0]?.stages.find((stage) => stage.kind === 'won');
    const lost = records[0]?.stages.find((stage) => stage.kind === 'lost');
    const first = await aDeal(db.crm, home.scope);
    const closed = await db.crm.records(Opportunity).update(home.scope, first.id, { stageId: won?.id });
    expect(closed).toMatchObject({ status: 'won', probability: 1 });
    await expect(
      db.crm.records(Opportunity).update(home.scope, first.id, { probability: 0.8 }),
    ).rejects.toThrow('The deal is won, so its probability is settled. Open it again to change it.');
    expect(closed.closedAt).toBeInstanceOf(Date);
    const second = await aDeal(db.crm, home.scope);
    expect(await db.crm.records(Opportunity).update(home.scope, second.id, { status: 'lost' })).toMatchObject(
      { stageId: lost?.id, probability: 0 },
    );
    const reopened = await db.crm
      .records(Opportunity)
      .update(home.scope, second.id, { stageId: records[0]?.stages[1]?.id });
    expect(reopened.status).toBe('open');
    expect(reopened.closedAt).toBeUndefined();
  });

  it('refuse a stage that the pipeline does not have', async ({ db, home }) => {
    const deal = await aDeal(db.crm, home.scope);
    await expect(
      db.crm.records(Opportunity).update(home.scope, deal.id, { stageId: 'nowhere' }),
    ).rejects.toThrow(/has no such stage/);
  });
});
