import { sizeInWords } from '@clianta/agents/tools/format';
import type { ChatMessageRecord } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import type { IncomingFile } from '../channel.ts';

const MOST_FILES = 10;
const MOST_BYTES = 25 * 1024 * 1024;
/** More than these are not even named. */
const MOST_NAMED = 20;

type Kept = NonNullable<ChatMessageRecord['files']>[number];

/** What is kept of the files of a message; of one that is not taken, why. */
export function filesOf(files: readonly IncomingFile[]): Kept[] {
  return files.slice(0, MOST_NAMED).map(({ name, mediaType, size = 0 }, at) => {
    const problem = problemOf(size, at);
    return {
      name: name.slice(0, 255) || 'file',
      mediaType: (mediaType ?? 'application/octet-stream').slice(0, 200),
      size,
      ...(problem && { problem }),
    };
  });
}

function problemOf(size: number, at: number): string | undefined {
  if (at >= MOST_FILES) return `a message can have ${MOST_FILES} files`;
  if (size > MOST_BYTES)
    return `it has ${sizeInWords(size)}, and ${sizeInWords(MOST_BYTES)} is the most I can take`;
  return undefined;
}
