import type { CrmCore } from '@clianta/crm-core/crm-core';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { User } from '@clianta/crm-core/workspace/user/user.schema';
import type { Sandbox } from './sandbox.schema.ts';

/** Who speaks. */
export const SAM = { name: 'Sam', email: 'sam@atlas.example' };

export const userId = (email: string): string => idFrom(`workbench user ${email}`);

/** `lena.schmidt@atlas.com` is Lena Schmidt. */
export const nameOf = (email: string): string =>
  (email.split('@')[0] ?? '').replace(
    /(^|\.)(\w)/g,
    (_, dot: string, letter: string) => `${dot && ' '}${letter.toUpperCase()}`,
  );

/** The addresses of everybody whom the sandbox names as one of the team. */
function addressesOf({ people, customers, events, tasks, emails }: Sandbox): Set<string> {
  return new Set([
    ...Object.values(people),
    ...customers.map(({ owner }) => owner),
    ...events.map(({ participant }) => participant),
    ...tasks.flatMap(({ assignee }) => assignee ?? []),
    ...emails.map(({ correspondent }) => correspondent),
  ]);
}

/** Addresses by the ids of their users. */
export const emailsByUser = (sandbox: Sandbox): ReadonlyMap<string, string> =>
  new Map([...addressesOf(sandbox)].map((email) => [userId(email), email]));

export async function addPeople(crm: CrmCore, workspaceId: string, sandbox: Sandbox): Promise<void> {
  const scope = systemScope(workspaceId);
  for (const [id, email] of emailsByUser(sandbox)) {
    const name = nameOf(email);
    await crm.records(User).create(scope, { name, email, workspaceIds: [workspaceId] }, { id });
    await crm.records(TeamMember).create(scope, { userId: id, name, email, role: 'member' });
  }
}
