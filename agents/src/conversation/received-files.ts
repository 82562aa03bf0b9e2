import type { ChatMessageRecord } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import type { FocusItem } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { Attachment } from '@clianta/crm-core/files/attachment/attachment.schema';

type Files = ChatMessageRecord['files'];

/** Why files of a message were not taken. @returns undefined when all were */
export function refusedInWords(files: Files): string | undefined {
  const refused = (files ?? []).flatMap(({ name, problem }) => {
    if (!problem) return [];
    // a whole sentence says it already
    return /^\p{Lu}|^\S+\.\w+ /u.test(problem)
      ? [`**${name}**: ${problem}`]
      : [`I did not take **${name}**: ${problem}.`];
  });
  return refused.length > 0 ? refused.join('\n\n') : undefined;
}

/** The files of a message that were kept, as a conversation has them in mind: the first of them first. */
export const keptInMind = (files: Files): FocusItem[] =>
  (files ?? []).flatMap(({ name, fileId }) =>
    fileId ? [{ entity: Attachment.name, id: fileId, title: name }] : [],
  );
