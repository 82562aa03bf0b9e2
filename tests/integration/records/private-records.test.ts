import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { describe, expect } from 'vitest';
import { sharedCrmTest } from '../../support/fixtures.ts';

const it = sharedCrmTest.extend(
  'anApproval',
  ({ db, home }) =>
    (deciders: string[]) =>
      db.crm.records(Approval).create(home.system, {
        tool: 'delete_contacts',
        agent: 'contactAgent',
        args: { search: 'secret' },
        argsHash: 'x',
        title: 'Delete 1 contact',
        preview: { count: 1, sample: [] },
        deciders,
        turnId: newId(),
        expiresAt: new Date(Date.now() + 60_000),
      }),
);

describe('an approval', () => {
  it('is seen by those who may decide on it: the deciders and admins', async ({ db, home, anApproval }) => {
    const [viewer, member, decider, admin] = await Promise.all([
      home.member('Vic Viewer', 'viewer'),
      home.member('Mo Member'),
      home.member('Dee Decider'),
      home.member('Al Admin', 'admin'),
    ]);
    const { id } = await anApproval([decider.actor.id, newId()]);
    const approvals = db.crm.records(Approval);
    const sees = async (scope: Scope) => {
      const { records } = await approvals.find(scope);
      const isRead = await approvals.get(scope, id).then(
        () => true,
        () => false,
      );
      expect(await approvals.count(scope)).toBe(records.length);
      expect(records.some((one) => one.id === id)).toBe(isRead);
      return isRead;
    };
    expect([await sees(viewer), await sees(member)]).toEqual([false, false]);
    expect([await sees(decider), await sees(admin), await sees(home.scope)]).toEqual([true, true, true]);
  });
});
