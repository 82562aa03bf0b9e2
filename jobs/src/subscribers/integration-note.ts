import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { IntegrationCredential } from '@clianta/crm-core/integrations/layer/integration-credential.schema';
import type { JobContext } from '../job.ts';
import type { Note } from '../tell.ts';

type IntegrationNote = Pick<Note, 'userId' | 'kind' | 'title' | 'body' | 'because'>;

/** That a connected account has stopped to work: whoever has connected it learns it once, with what to do. */
export async function integrationNote(
  { crm }: JobContext,
  { recordId, workspaceId }: DomainEvent,
): Promise<IntegrationNote | undefined> {
  const found = await crm.records(IntegrationCredential).getMany(systemScope(workspaceId), [recordId]);
  const credential = found.get(recordId);
  if (!credential) return undefined;
  const { ownerId, vendor, name, state, lastError } = credential;
  const title = crm.integrations.vendors.find(({ integration }) => integration.name === vendor);
  return {
    userId: ownerId,
    kind: 'security',
    title: `${title?.integration.title ?? vendor} (${name}) ${state === 'paused' ? 'is stopped and wants a decision' : 'does not work any more'}`,
    body: `${lastError?.what ?? ''} ${lastError?.whatToDo ?? ''}`.trim(),
    because: 'You have connected it.',
  };
}
