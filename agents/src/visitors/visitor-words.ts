import { visitorScope } from '@clianta/crm-core/conversations/visitor-chat/change-visitor-chat';
import type {
  VisitorChatRecord,
  VisitorMessage,
} from '@clianta/crm-core/conversations/visitor-chat/visitor-chat.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { CliantaError } from '@clianta/crm-core/errors';
import { sizeInWords } from '../tools/format.ts';

/** What a message says: of one that is a file, which it is. */
export const wordsOf = ({ text, file }: Pick<VisitorMessage, 'text' | 'file'>): string =>
  [text, file && `[file: ${file.name}, ${sizeInWords(file.bytes)}]`].filter(Boolean).join('\n');

/**
 * The same with the beginning of what is written in the file, for whoever takes over. All of it is text from outside.
 *
 * @param most - characters of each file
 */
export async function wordsWithFiles<M extends Pick<VisitorMessage, 'text' | 'file'>>(
  crm: CrmCore,
  { workspaceId }: Pick<VisitorChatRecord, 'workspaceId'>,
  messages: readonly M[],
  most: number,
): Promise<M[]> {
  const said: M[] = [];
  for (const message of messages) {
    const written = message.file && (await textOfFile(crm, workspaceId, message.file.id));
    const part = written && (written.length > most ? `${written.slice(0, most)}…` : written);
    said.push({ ...message, text: [wordsOf(message), part].filter(Boolean).join('\n') });
  }
  return said;
}

/** What is written in a file of a visitor; empty where nothing is, or it cannot be read. */
export async function textOfFile(crm: CrmCore, workspaceId: string, fileId: string): Promise<string> {
  try {
    const read = await crm.files.texts.of(visitorScope(workspaceId), fileId);
    return 'pages' in read ? read.pages.join('\n').trim() : '';
  } catch (error) {
    // it is gone, or erased
    if (error instanceof CliantaError) return '';
    throw error;
  }
}
