import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { User } from '@clianta/crm-core/workspace/user/user.schema';
import type { JobContext } from '../job.ts';
import type { Note } from '../tell.ts';

type SecurityNote = Pick<Note, 'userId' | 'kind' | 'title' | 'body' | 'because'>;

const NOT_YOU = 'If you do not know of this, tell an admin of the workspace at once.';

/** What a change of somebody's account or rights has to tell them, also when they made it themselves. */
export async function securityNote(
  { crm }: JobContext,
  { entity, type, recordId, workspaceId, actor, after }: DomainEvent,
): Promise<SecurityNote | undefined> {
  if (type === `${User.eventName}.updated` && entity === User.name) {
    const what = after.passwordChangedAt ? 'password' : after.email ? 'e-mail address' : undefined;
    return (
      what && {
        userId: recordId,
        kind: 'security',
        title: `Your ${what} was changed`,
        body: NOT_YOU,
        because: `${actor.id === recordId ? 'You' : actor.name} changed it. Changes of your account are always told.`,
      }
    );
  }
  if (type !== `${TeamMember.eventName}.updated` || typeof after.role !== 'string') return undefined;
  const member = (await crm.records(TeamMember).getMany(systemScope(workspaceId), [recordId])).get(recordId);
  return (
    member && {
      userId: member.userId,
      kind: 'security',
      title: `Your role is now ${after.role}`,
      body: NOT_YOU,
      because: `${actor.name} changed it. Changes of your rights are always told.`,
    }
  );
}
