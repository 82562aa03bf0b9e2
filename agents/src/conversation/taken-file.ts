import type { ChatMessageRecord } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Scope } from '@clianta/crm-core/entity/scope';
import type { Catalogue } from '../catalogue.ts';
import { fileTakers } from '../tools/file-takers.ts';
import type { TurnRequest } from './turn-request.ts';

/** One file came without a word, and one tool takes such files at once: its call. */
export async function takenFile(
  crm: CrmCore,
  scope: Scope,
  catalogue: Catalogue,
  { files = [], text, action, isTainted }: Pick<ChatMessageRecord, 'files' | 'text' | 'action' | 'isTainted'>,
): Promise<TurnRequest | undefined> {
  const [file, ...others] = files;
  if (action || isTainted || text.trim() !== '' || !file?.fileId || others.length > 0) return undefined;
  const kept = { id: file.fileId, name: file.name, mime: file.mediaType };
  const takers = (await fileTakers(crm, scope, catalogue, kept)).filter(
    ({ tool }) => tool.takesFiles?.isAtOnce,
  );
  const [taker] = takers;
  if (!taker?.tool.takesFiles || takers.length > 1) return undefined;
  const args = { [taker.tool.takesFiles.argument]: file.fileId };
  return { kind: 'direct', agent: taker.agent.name, tool: taker.tool.name, args };
}
