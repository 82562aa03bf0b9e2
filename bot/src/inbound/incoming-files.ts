import type { ChatMessageRecord } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import type { IncomingFile } from '../channel.ts';

const MOST_FILES = 10;

/** What is kept of the files of a message. */
export function filesOf(files: readonly IncomingFile[]): NonNullable<ChatMessageRecord['files']> {
  return files.slice(0, MOST_FILES).map(({ name, mediaType, size }) => ({
    name: name.slice(0, 255) || 'file',
    mediaType: (mediaType ?? 'application/octet-stream').slice(0, 200),
    size: size ?? 0,
  }));
}
