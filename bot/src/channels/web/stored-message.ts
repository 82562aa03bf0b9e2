import { cardSchema } from '@clianta/agents/reply.schema';
import { z } from 'zod';
import type { ShownMessage } from '../../channel.ts';
import type { StoredMessage } from './web.schema.ts';

/** A stored message as the web chat gets it. */
export function storedMessage(message: ShownMessage): StoredMessage {
  const cards = z.array(cardSchema).safeParse(message.cards);
  return {
    id: message.id,
    author: message.author,
    text: message.text,
    cards: cards.success ? cards.data : [],
    status: message.status,
    ...(message.externalId && { clientMessageId: message.externalId }),
    ...(message.turnId && { turnId: message.turnId }),
    ...(message.files?.length && {
      files: message.files.map(({ name, size, fileId }) => ({ name, size, ...(fileId && { fileId }) })),
    }),
    ...(message.suggestions && { suggestions: message.suggestions }),
    position: message.position,
    createdAt: message.createdAt.toISOString(),
  };
}
