import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { approvalRuleSchema } from '@clianta/crm-core/workspace/approval-rule';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ApiClient, type ApiServer, anApiServer, signedIn } from '../../support/api-server.ts';

let server: ApiServer;
let sam: ApiClient;
let lenaId: string;
const [SMALL, LARGE] = [4_000_000, 6_000_000];

beforeAll(async () => {
  server = await anApiServer();
  sam = await signedIn(server);
  const { crm } = server.product;
  const { records } = await crm.records(TeamMember).find(systemScope(sam.workspaceId), { limit: 50 });
  lenaId = records.find(({ role, name }) => role !== 'owner' && name.startsWith('Lena'))?.userId ?? '';
});
afterAll(() => server.stop());

async function rule(given: Record<string, unknown>): Promise<void> {
  const { crm } = server.product;
  const { approvals } = await crm.facts(sam.workspaceId);
  const deciders = { users: [lenaId], roles: [] };
  const rules = [approvalRuleSchema.parse({ id: 'r1', deciders, ...given })];
  await crm
    .records(Workspace)
    .update(systemScope(sam.workspaceId), sam.workspaceId, { approvals: { ...approvals, rules } });
}

const deal = async (amountMinor: number) =>
  server.product.crm
    .records(Opportunity)
    .create(systemScope(sam.workspaceId), { title: `Deal of ${amountMinor}`, amountMinor });

describe('a rule of approval, for whoever writes by HTTP', () => {
  beforeEach(() => rule({ match: { entity: 'opportunity', aboveAmountMinor: 5_000_000 } }));

  it('refuses what takes the yes of somebody else, says whose, and leaves the rest alone', async () => {
    const [small, large] = [await deal(SMALL), await deal(LARGE)];
    expect((await sam.call('PATCH', `/opportunities/${small.id}`, { title: 'Small' })).status).toBe(200);
    const refused = await sam.call('PATCH', `/opportunities/${large.id}`, { title: 'Large' });
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toContain('Lena Schmidt');
    expect((await sam.call('DELETE', `/opportunities/${large.id}`)).status).toBe(403);
    expect(
      await server.product.crm.records(Opportunity).get(systemScope(sam.workspaceId), large.id),
    ).toMatchObject({
      title: large.title,
      isDeleted: false,
    });
  });

  it('looks at what would be written, and at each of many', async () => {
    const small = await deal(SMALL);
    const raised = { amountMinor: LARGE };
    expect((await sam.call('PATCH', `/opportunities/${small.id}`, raised)).status).toBe(403);
    expect((await sam.call('POST', '/opportunities', { title: 'New', ...raised })).status).toBe(403);
    const large = await deal(LARGE);
    const filter = { where: [{ field: 'id', op: 'in', value: [small.id, large.id] }] };
    const bulk = { action: 'delete', filter, dryRun: false, expectedCount: 2 };
    expect((await sam.call('POST', '/opportunities/bulk', bulk)).status).toBe(403);
  });

  it('lets those write who may say yes alone', async () => {
    await rule({
      match: { entity: 'opportunity' },
      requesterMayDecide: true,
      deciders: { users: [], roles: ['owner'] },
    });
    const large = await deal(LARGE);
    expect((await sam.call('PATCH', `/opportunities/${large.id}`, { title: 'Large' })).status).toBe(200);
  });

  it('that names a tool is about what the tool does', async () => {
    await rule({ match: { tools: ['delete_deals'] } });
    const large = await deal(LARGE);
    expect((await sam.call('PATCH', `/opportunities/${large.id}`, { title: 'Large' })).status).toBe(200);
    expect((await sam.call('DELETE', `/opportunities/${large.id}`)).status).toBe(403);
  });
});
