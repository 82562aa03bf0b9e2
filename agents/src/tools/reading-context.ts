import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Scope } from '@clianta/crm-core/entity/scope';
import type { Catalogue } from '../catalogue.ts';
import type { ToolContext } from '../tool.ts';

const READ_MS = 10_000;

/** What showing a record takes outside of any turn: behind a link, in a picker, on a person's home. */
export async function readingContext(crm: CrmCore, catalogue: Catalogue, scope: Scope): Promise<ToolContext> {
  const { calendar } = await crm.facts(scope.workspaceId);
  const local = await crm.localOf(scope.workspaceId, scope.actor.id);
  return {
    crm,
    scope,
    now: crm.now(),
    ...local,
    calendar,
    turnId: '',
    conversationId: '',
    focus: [],
    stepFacts: {},
    mustPropose: false,
    catalogue,
    signal: AbortSignal.timeout(READ_MS),
    status: () => {},
  };
}
