import type { VisitorChatRecord } from '@clianta/crm-core/conversations/visitor-chat/visitor-chat.schema';
import type { Json } from '../../api/records.ts';

export type VisitorChat = Json<VisitorChatRecord>;

export const STATES: Readonly<Record<VisitorChat['state'], string>> = {
  bot: 'Clianta answers',
  waiting: 'Waits for a person',
  person: 'With a person',
  resolved: 'Over',
};

export const nameOf = ({ name, email, reference }: VisitorChat): string =>
  name ?? email ?? `Visitor ${reference}`;

/** What was said last, or which file was sent. */
export const lastOf = ({ messages }: VisitorChat): string => {
  const last = messages.at(-1);
  return last?.text || last?.file?.name || '';
};
