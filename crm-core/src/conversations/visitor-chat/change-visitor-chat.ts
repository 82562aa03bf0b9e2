import type { CrmCore } from '../../crm-core.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { StaleVersionError } from '../../errors.ts';
import { VisitorChat, type VisitorChatRecord } from './visitor-chat.schema.ts';

/** Null empties. */
type Patch = { [K in keyof VisitorChatRecord]?: VisitorChatRecord[K] | null | undefined };

/** Somebody else wrote meanwhile, so often in a row. */
const TRIES = 8;

/** Who acts with what a visitor says: nobody of the team. */
export const visitorScope = (workspaceId: string): Scope => ({
  ...systemScope(workspaceId),
  actor: { type: 'visitor', id: 'visitor', name: 'A visitor' },
  channel: 'website',
  outside: VISITOR_WORDS,
});

/** Where what visitors write comes from, for people. */
const VISITOR_WORDS = 'a visitor of the website';

/**
 * Changes a chat by one conditional write: what is worked out from it holds for the version that was read, or is worked
 * out anew.
 *
 * @param change - undefined: nothing is to be done any more
 * @returns the chat as it is then, and whether this changed it
 */
export async function changeVisitorChat(
  crm: CrmCore,
  workspaceId: string,
  id: string,
  change: (chat: VisitorChatRecord) => Patch | undefined,
): Promise<{ chat: VisitorChatRecord; isChanged: boolean }> {
  const scope = visitorScope(workspaceId);
  const chats = crm.records(VisitorChat);
  for (let tries = 1; ; tries++) {
    const chat = await chats.get(scope, id);
    const patch = change(chat);
    if (!patch) return { chat, isChanged: false };
    try {
      const next = await chats.update(scope, id, patch as never, { version: chat.version });
      return { chat: next, isChanged: true };
    } catch (error) {
      if (!(error instanceof StaleVersionError) || tries >= TRIES) throw error;
    }
  }
}
