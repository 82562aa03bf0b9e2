import type { NamedRecord } from './chat-context.ts';

/** The address of a conversation with a record beside it, and of which the next message is about that record. */
export const askAbout = ({ entity, id }: Pick<NamedRecord, 'entity' | 'id'>): string =>
  `/chat?${new URLSearchParams({ about: `${entity}/${id}` })}`;
