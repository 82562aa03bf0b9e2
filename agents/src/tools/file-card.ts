import type { AttachmentRecord } from '@clianta/crm-core/files/attachment/attachment.schema';
import type { FileCard } from '../reply.schema.ts';

/**
 * A file to take away, as a tool answers it:
 *
 * ```ts
 * const stream = Readable.from([csv]);
 * const file = await crm.files.save(scope, { name: 'deals.csv', stream, conversationId: context.conversationId });
 * return { text: 'Here it is.', cards: [fileCard(file)], isAnswer: true };
 * ```
 *
 * With `conversationId` the file is kept as long as its conversation; without it and without a record it is gone after a
 * day. Who may have it is asked again when it is taken.
 */
export const fileCard = ({ id, name, mime, bytes, hasThumb }: AttachmentRecord): FileCard => ({
  type: 'file',
  fileId: id,
  name,
  mediaType: mime,
  size: bytes,
  ...(hasThumb && { hasThumb }),
});
