import { SlaPolicy } from '@clianta/crm-core/crm/sla-policy/sla-policy.schema';
import { slaRules } from '@clianta/crm-core/crm/ticket/sla-of';
import { Ticket } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aContact } from '../../support/test-crm.ts';

const HOUR_MS = 3_600_000;
const ALWAYS = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' }));
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => new Date('2026-03-09T10:00:00Z') });

describe('which policy a ticket is measured by', () => {
  it('is the one that it names, else the first that is for it, else the one that holds by itself', async ({
    db: { crm },
    home,
  }) => {
    const { scope, workspaceId } = home;
    const policies = crm.records(SlaPolicy);
    const tickets = crm.records(Ticket);
    const acme = await aCompany(crm, scope, { name: 'Acme', industry: 'Mining' });
    const vera = await aContact(crm, scope, { name: 'Vera Ode', companyId: acme.id });
    const policy = (name: string, more: Record<string, unknown>) =>
      policies.create(scope, { name, hours: ALWAYS, ...more });
    await policy('Usual', { isDefault: true, solveNormal: 30 });
    const named = await policy('By name', { solveNormal: 7 });
    const urgent = await policy('Urgent', {
      position: 1,
      solveUrgent: 2,
      when: [{ field: 'priority', op: 'eq', value: 'urgent' }],
    });
    const mining = await policy('Mines', {
      position: 2,
      solveNormal: 5,
      when: [{ field: 'companyId', op: 'is_set', where: [{ field: 'industry', op: 'eq', value: 'Mining' }] }],
    });
    const hours = async (values: Record<string, unknown>) => {
      const ticket = await tickets.create(scope, { subject: 'Login fails', ...values });
      const dueMs = (ticket.resolveDueAt?.getTime() ?? 0) - crm.now().getTime();
      return { hours: dueMs / HOUR_MS, by: ticket.measuredById, ticket };
    };
    expect(await hours({})).toMatchObject({ hours: 30 });
    // the company follows from the contact
    expect(await hours({ contactId: vera.id })).toMatchObject({ hours: 5, by: mining.id });
    expect(await hours({ contactId: vera.id, slaPolicyId: named.id })).toMatchObject({ hours: 7 });
    const { ticket } = await hours({ companyId: acme.id, priority: 'urgent' });
    expect(ticket.measuredById).toBe(urgent.id);
    const { of } = await slaRules(crm, workspaceId);
    expect(of(ticket).solveUrgent).toBe(2);
    const calmer = await tickets.update(scope, ticket.id, { priority: 'normal' });
    expect(calmer.measuredById).toBe(mining.id);
    // without its policy it goes by the next that fits
    await policies.delete(scope, mining.id);
    const after = await tickets.get(scope, ticket.id);
    expect((after.resolveDueAt?.getTime() ?? 0) - crm.now().getTime()).toBe(30 * HOUR_MS);
  });

  it('goes by the team of its assignee, and follows when another one takes it over', async ({
    db: { crm },
    home,
  }) => {
    const { scope } = home;
    const members = crm.records(TeamMember);
    const lena = await home.member('Lena Schmidt');
    const bob = await home.member('Bob Ode');
    const { records } = await members.find(scope, { limit: 10 });
    const hers = records.find(({ userId }) => userId === lena.actor.id);
    await members.update(home.system, hers?.id ?? '', { team: 'West' });
    const west = await crm
      .records(SlaPolicy)
      .create(scope, { name: 'West', teams: ['west'], hours: ALWAYS, firstNormal: 1 });
    const tickets = crm.records(Ticket);
    const ticket = await tickets.create(scope, { subject: 'Printer', assigneeId: lena.actor.id });
    expect(ticket).toMatchObject({ measuredById: west.id, firstDueAt: new Date('2026-03-09T11:00:00Z') });
    const given = await tickets.update(scope, ticket.id, { assigneeId: bob.actor.id });
    expect(given.measuredById ?? undefined).toBeUndefined();
    // its own team goes before that of whoever has it
    const moved = await tickets.update(scope, ticket.id, { team: 'WEST' });
    expect(moved.measuredById).toBe(west.id);
  });
});
