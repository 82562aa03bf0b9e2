import { Attachment } from '@clianta/crm-core/files/attachment/attachment.schema';
import { placeSchema } from '../attachment.schema.ts';
import { name } from './entity-paths.ts';
import { schemaOf } from './json-schema.ts';
import { answers, type Json, json, path, query, ref, text } from './parts.ts';

const base = `/api/workspaces/{workspaceId}/${Attachment.plural}`;
const tags = [Attachment.domain];
const record = ref(name(Attachment as never));
const one = [path('workspaceId'), path('id')];
const binary = (mime: string): Json => ({ content: { [mime]: { schema: { type: 'string' } } } });
const failure = answers({}).default;

/** What files have besides other records: contents. */
export function filePaths(): Json {
  return {
    [base]: {
      post: {
        operationId: 'uploadAttachment',
        tags,
        summary:
          'Upload a file of at most 25 MB, a table of 50 MB, sound of 500 MB; what it is comes from its content',
        parameters: [
          path('workspaceId'),
          query('entity', text, 'The kind of record that it belongs to: "company". With recordId.'),
          query('recordId', text, 'Without it the file is the caller’s alone, and is removed after a day.'),
        ],
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                required: ['file'],
                properties: { file: { type: 'string', format: 'binary' } },
              },
            },
          },
        },
        responses: answers(record, 'Kept', '201'),
      },
    },
    [`${base}/{id}/content`]: {
      get: {
        operationId: 'getAttachmentContent',
        tags,
        summary: 'The content of a file, or with the header Range a part of it',
        parameters: one,
        responses: {
          200: { description: 'All of it', ...binary('*/*') },
          206: { description: 'The part that was asked for', ...binary('*/*') },
          416: { description: 'There are no such bytes' },
          default: failure,
        },
      },
    },
    [`${base}/{id}/thumbnail`]: {
      get: {
        operationId: 'getAttachmentThumbnail',
        tags,
        summary: 'A small picture of a file that has one',
        parameters: one,
        responses: {
          200: { description: 'At most 320 pixels wide and high', ...binary('image/webp') },
          default: failure,
        },
      },
    },
    [`${base}/{id}/place`]: {
      post: {
        operationId: 'placeAttachment',
        tags,
        summary: 'Move a file to a record, or to none',
        parameters: one,
        requestBody: { required: true, ...json(schemaOf(placeSchema, 'input')) },
        responses: answers(record),
      },
    },
  };
}
