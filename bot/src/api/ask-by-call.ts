import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import type { ServerParts } from '../server-parts.ts';
import { turnResultOf } from './turn-result-of.ts';

interface Asked {
  /** The conversation of each person that it stands in. */
  thread: string;
  /** What they have done, in words: "Change the chosen contacts". */
  text: string;
  tool: string;
  args: Record<string, unknown>;
}

/** Has a tool of the chat do what somebody does on a page, with its proposals and its answer. */
export async function askByCall(
  { inbound }: Pick<ServerParts, 'inbound'>,
  scope: Scope,
  { thread, text, tool, args }: Asked,
): Promise<TurnResult> {
  const values = Object.fromEntries(
    Object.entries(args)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
  const place = { externalTeamId: scope.workspaceId, threadId: thread };
  const events = await inbound.ask(scope, place, {
    text,
    action: { kind: 'call', call: { tool, values } },
    externalId: newId(),
  });
  return turnResultOf(events);
}
