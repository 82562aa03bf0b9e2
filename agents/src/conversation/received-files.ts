import type { ChatMessageRecord } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import { listed, sizeInWords } from '../tools/format.ts';

type Files = NonNullable<ChatMessageRecord['files']>;

/**
 * What becomes of the files of a message: they are not read yet, so this says what came and what was not taken.
 *
 * @returns undefined when none came
 */
export function filesInWords(files: Files | undefined): string | undefined {
  if (!files || files.length === 0) return undefined;
  const named = ({ name, size }: Files[number]) => `**${name}**${size > 0 ? ` (${sizeInWords(size)})` : ''}`;
  const taken = files.filter(({ problem }) => !problem);
  const refused = files.flatMap(({ name, problem }) =>
    problem ? [`I did not take **${name}**: ${problem}.`] : [],
  );
  const it = taken.length === 1 ? 'it' : 'them';
  return [
    ...(taken.length > 0
      ? [
          `I received ${listed(taken.map(named))}. I cannot read files yet; tell me what I should know of ${it}.`,
        ]
      : []),
    ...refused,
  ].join(' ');
}
