import { AgentTurn } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { ForbiddenError, NotFoundError } from '@clianta/crm-core/errors';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { User } from '@clianta/crm-core/workspace/user/user.schema';
import { describe, expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aContact, aWorkspace } from '../../support/test-crm.ts';

describe('roles', () => {
  it('let a viewer read but not write, and only an admin change pipelines', async ({ db, home }) => {
    const viewer = await home.member('Vera Weber', 'viewer');
    const member = await home.member('Mo Novak', 'member');
    const contact = await aContact(db.crm, member);
    expect((await db.crm.records(Contact).get(viewer, contact.id)).name).toBe('Ada Quist');
    await expect(db.crm.records(Contact).update(viewer, contact.id, { city: 'x' })).rejects.toThrow(
      ForbiddenError,
    );
    const { records } = await db.crm.records(Pipeline).find(member);
    const pipeline = records[0];
    await expect(
      db.crm.records(Pipeline).update(member, String(pipeline?.id), { name: 'x' }),
    ).rejects.toThrow(/at least admin/);
  });

  it('keep what is private to a user from everybody else, admins too', async ({ db, home }) => {
    const member = await home.member('Mo Novak');
    const turn = await db.crm.records(AgentTurn).create(home.system, {
      conversationId: 'c',
      userId: member.actor.id,
      message: 'hello',
      status: 'done',
    });
    expect((await db.crm.records(AgentTurn).get(member, turn.id)).message).toBe('hello');
    await expect(db.crm.records(AgentTurn).get(home.scope, turn.id)).rejects.toThrow(NotFoundError);
  });

  it('let an admin neither become an owner nor remove one, and leave a workspace its last owner', async ({
    db,
    home,
  }) => {
    const admin = await home.member('Ada Admin', 'admin');
    const members = db.crm.records(TeamMember);
    const memberOf = async (scope: Scope) => {
      const found = await members.findOne(home.system, { userId: scope.actor.id });
      if (!found) throw new Error('no such member');
      return found.id;
    };
    const [owner, own] = [await memberOf(home.scope), await memberOf(admin)];
    await expect(members.update(admin, own, { role: 'owner' })).rejects.toThrow(ForbiddenError);
    await expect(members.update(admin, owner, { role: 'viewer' })).rejects.toThrow(ForbiddenError);
    await expect(members.delete(admin, owner)).rejects.toThrow(ForbiddenError);
    await expect(members.delete(home.scope, owner)).rejects.toThrow(/removes themselves/);
    await expect(members.update(home.scope, owner, { role: 'member' })).rejects.toThrow(/needs an owner/);
    await members.update(home.scope, own, { role: 'owner' });
    expect(await members.update(home.scope, owner, { role: 'member' })).toMatchObject({ role: 'member' });
  });

  it('keep the account of somebody who is in other workspaces, or is an owner, from an admin', async ({
    db,
    home,
  }) => {
    const admin = await home.member('Ada Admin', 'admin');
    const guest = await home.member('Gus Guest');
    const users = db.crm.records(User);
    const email = `${newId()}@taken.example`;
    await users.update(admin, guest.actor.id, { email });
    const other = await aWorkspace(db.crm);
    await users.update(home.system, guest.actor.id, { workspaceIds: [home.workspaceId, other.workspaceId] });
    await expect(users.update(admin, guest.actor.id, { email: `x${email}` })).rejects.toThrow(ForbiddenError);
    await expect(users.update(admin, home.scope.actor.id, { isActive: false })).rejects.toThrow(
      ForbiddenError,
    );
    await users.update(home.scope, home.scope.actor.id, { name: 'Sam R.' });
  });

  it('never show hidden fields', async ({ db, home }) => {
    const { records } = await db.crm.records(db.crm.store.entity('user')).find(home.scope);
    expect(records.length).toBeGreaterThan(0);
    expect(JSON.stringify(records)).not.toContain('argon2');
  });
});
