import { expect, it } from 'vitest';
import type { RosterMember } from './connector.ts';
import { TeamsPeople } from './people.ts';

const place = { serviceUrl: 'https://smba.example/', conversationId: 'a:1', botId: '28:bot', tenantId: 'T1' };
const account = { id: '29:jane', aadObjectId: 'aad-jane', name: 'Jane' };

/** Roster that says this of everybody, as often as asked. */
function roster(member: RosterMember | undefined) {
  const asked: string[] = [];
  const connector = {
    async member(_: unknown, id: string) {
      asked.push(id);
      return member;
    },
  };
  return { people: new TeamsPeople({ connector, vouches: (tenantId) => tenantId === 'T1' }), asked };
}

it('vouches for the address of a member of the home tenant, and asks once', async () => {
  const { people, asked } = roster({ name: 'Jane Doe', email: 'jane@acme.example', tenantId: 'T1' });
  const sender = {
    externalTeamId: 'T1',
    externalUserId: 'aad-jane',
    email: 'jane@acme.example',
    name: 'Jane Doe',
  };
  expect(await people.sender(account, place)).toEqual(sender);
  expect(await people.sender(account, place)).toEqual(sender);
  expect(asked).toEqual(['29:jane']);
});

it.each([
  ['a guest', { email: 'jane@acme.example', userRole: 'guest' }, place],
  ['a guest by name', { email: 'jane@acme.example', userPrincipalName: 'jane_acme#EXT#@t1.example' }, place],
  ['a member of another tenant', { email: 'jane@acme.example', tenantId: 'T2' }, place],
  ['a whole other tenant', { email: 'jane@acme.example' }, { ...place, tenantId: 'T2' }],
])('does not vouch for the address of %s', async (_who, member, where) => {
  expect(await roster(member).people.sender(account, where)).not.toHaveProperty('email');
});

it('knows an id alone when the roster is silent, and asks again', async () => {
  const { people, asked } = roster(undefined);
  expect(await people.sender({ id: '29:x' }, place)).toEqual({
    externalTeamId: 'T1',
    externalUserId: '29:x',
  });
  await people.sender({ id: '29:x' }, place);
  expect(asked).toHaveLength(2);
});
