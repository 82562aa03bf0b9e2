import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { Competitor } from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
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
    const ended = { status: 'lost' as const, lossReason: 'No answer' };
    expect(await db.crm.records(Opportunity).update(home.scope, second.id, ended)).toMatchObject({
      stageId: lost?.id,
      probability: 0,
      lossReasonKey: 'silence',
    });
    const reopened = await db.crm
      .records(Opportunity)
      .update(home.scope, second.id, { stageId: records[0]?.stages[1]?.id });
    expect(reopened.status).toBe('open');
    expect(reopened.closedAt).toBeUndefined();
  });

  it('are lost for a reason, of the workspace’s list or in words, unless it wants none', async ({
    db,
    home,
  }) => {
    const deals = db.crm.records(Opportunity);
    const { id } = await aDeal(db.crm, home.scope);
    await expect(deals.update(home.scope, id, { status: 'lost' })).rejects.toThrow(
      /Say why it was lost: price, competitor/,
    );
    await expect(deals.update(home.scope, id, { status: 'lost', lossReasonKey: 'weather' })).rejects.toThrow(
      /lost on one of these/,
    );
    await deals.update(home.scope, id, { status: 'lost', lossReason: 'Their CFO said no' });
    expect(await deals.update(home.scope, id, { lossReason: 'The budget was cut' })).toMatchObject({
      lossReasonKey: 'budget',
    });
    const workspace = { lossReasons: ['no fit', 'price'], needsLossReason: false };
    await db.crm.records(Workspace).update(home.scope, home.workspaceId, workspace);
    const other = await aDeal(db.crm, home.scope);
    expect(await deals.update(home.scope, other.id, { status: 'lost' })).toMatchObject({ status: 'lost' });
    expect(await deals.update(home.scope, other.id, { lossReason: 'it is no fit' })).toMatchObject({
      lossReasonKey: 'no fit',
    });
  });

  it('have among their competitors whoever they were lost to', async ({ db, home }) => {
    const rival = await db.crm.records(Competitor).create(home.scope, { name: 'Zoho' });
    const deal = await aDeal(db.crm, home.scope);
    const lost = { status: 'lost' as const, lostToId: rival.id };
    expect(await db.crm.records(Opportunity).update(home.scope, deal.id, lost)).toMatchObject({
      competitorIds: [rival.id],
      lossReasonKey: 'competitor',
    });
  });

  it('refuse a stage that the pipeline does not have', async ({ db, home }) => {
    const deal = await aDeal(db.crm, home.scope);
    await expect(
      db.crm.records(Opportunity).update(home.scope, deal.id, { stageId: 'nowhere' }),
    ).rejects.toThrow(/has no such stage/);
  });
});
