import { CallRecording } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import type { JobContext } from '../job.ts';
import type { Note } from '../tell.ts';

/** What the one who had a recording listened to is told when that is over. */
export async function callNote(
  { crm }: JobContext,
  { workspaceId, recordId }: DomainEvent,
): Promise<Pick<Note, 'userId' | 'kind' | 'title' | 'body' | 'because'> | undefined> {
  const call = (await crm.records(CallRecording).getMany(systemScope(workspaceId), [recordId])).get(recordId);
  if (!call?.ownerId) return undefined;
  const { title, status, problem, actionItems } = call;
  const heard = {
    ready: 'is turned into text',
    partial: 'is partly turned into text',
    failed: 'could not be turned into text',
  };
  const said = heard[status as keyof typeof heard];
  if (!said) return undefined;
  const items = actionItems.length === 1 ? 'One action item.' : `${actionItems.length} action items.`;
  return {
    userId: call.ownerId,
    kind: 'outcome',
    title: `${title} ${said}`,
    body: problem ? `${problem.charAt(0).toUpperCase()}${problem.slice(1)}` : items,
    because: 'You had it transcribed.',
  };
}
