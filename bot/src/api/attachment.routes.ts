import { pipeline } from 'node:stream/promises';
import { validate } from '@clianta/crm-core/entity/validate';
import { InvalidError } from '@clianta/crm-core/errors';
import { Attachment, type AttachmentRecord } from '@clianta/crm-core/files/attachment/attachment.schema';
import type { ByteRange } from '@clianta/crm-core/files/file-store';
import { type Request, type Response, Router } from 'express';
import multer from 'multer';
import { z } from 'zod';
import { placeSchema } from './attachment.schema.ts';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { filePaths } from './openapi/file-paths.ts';

/** The paths that take a body of several parts. */
export const takesParts = (path: string): boolean => /^\/workspaces\/[^/]+\/attachments\/?$/.test(path);

const uploadSchema = z
  .strictObject({
    /** The record that the file belongs to, with `recordId`. */
    entity: z.string().max(60).optional(),
    recordId: z.string().max(64).optional(),
  })
  .refine(({ entity, recordId }) => (entity === undefined) === (recordId === undefined), {
    message: 'entity and recordId go together',
    path: ['recordId'],
  });

/** What a browser that opens a file all the same may do with it: nothing. */
const SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** Files: sent in, given out, moved. They are listed, deleted and restored as every record is. */
export const attachmentRoutes = defineRoutes({
  at: 'workspace',
  paths: filePaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    const id = (request: Request) => String(request.params.id);

    router.post('/attachments', async (request, response, next) => {
      if (!request.is('multipart/form-data')) return next();
      const { entity, recordId } = validate(uploadSchema, request.query, 'upload');
      const scope = await scopeOfRequest(crm, request);
      const of = entity && recordId ? { of: { entity, id: recordId } } : {};
      const file = await received(request, response, (name, stream) =>
        crm.files.save(scope, { name, stream, ...of }),
      );
      response.status(201).json(file);
    });
    router.get('/attachments/:id/content', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const file = await crm.records(Attachment).get(scope, id(request));
      const range = rangeOf(request, file);
      if (range === 'none') {
        response.status(416).setHeader('Content-Range', `bytes */${file.bytes}`).end();
        return;
      }
      const { stream } = await crm.files.open(scope, file.id, range);
      guarded(response, file.mime);
      response.attachment(file.name).type(file.mime);
      response.setHeader('Accept-Ranges', 'bytes');
      if (range) {
        response.status(206).setHeader('Content-Range', `bytes ${range.start}-${range.end}/${file.bytes}`);
      }
      response.setHeader('Content-Length', range ? range.end - range.start + 1 : file.bytes);
      await given(stream, response);
    });
    router.get('/attachments/:id/thumbnail', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const stream = await crm.files.openThumbnail(scope, id(request));
      guarded(response, 'image/webp');
      await given(stream, response);
    });
    router.post('/attachments/:id/place', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { entity, recordId } = validate(placeSchema, request.body, 'place');
      const of = entity && recordId ? { entity, id: recordId } : null;
      response.json(await crm.files.attach(scope, id(request), of));
    });
    return router;
  },
});

/** The one file of a form, handed on as it comes. @throws InvalidError when there is none, or more than one */
async function received(
  request: Request,
  response: Response,
  save: (name: string, stream: AsyncIterable<Uint8Array>) => Promise<AttachmentRecord>,
): Promise<AttachmentRecord> {
  let saved: Promise<AttachmentRecord> | undefined;
  const upload = multer({
    defParamCharset: 'utf8',
    limits: { files: 1, fields: 0, parts: 2 },
    storage: {
      _handleFile(_request, file, done) {
        // one that is not read to its end must not be destroyed: the form around it would never end
        saved = save(file.originalname, file.stream.iterator({ destroyOnReturn: false }));
        saved.then(
          () => done(),
          (error: unknown) => {
            // the rest of what is sent is read and thrown away, so that the sender hears why
            file.stream.resume();
            done(error);
          },
        );
      },
      _removeFile: (_request, _file, done) => done(null),
    },
  }).single('file');
  await new Promise<void>((resolve, reject) => {
    upload(request, response, (error: unknown) => (error ? reject(asInvalid(error)) : resolve()));
  });
  if (!saved) throw new InvalidError('Send one file, as the part “file” of a form.', { file: 'is missing' });
  return saved;
}

/** What the reader of forms refuses is the sender's fault, and said so. */
const asInvalid = (error: unknown): unknown =>
  error instanceof multer.MulterError ||
  (error instanceof Error && /multipart|boundary|end of form/i.test(error.message))
    ? new InvalidError(
        `The form cannot be read: ${error.message.toLowerCase()}. Send one file, as its part “file”.`,
      )
    : error;

/** Nothing that people have sent in is shown or run by a browser as a page of ours. */
/** Nothing of what is given out runs in a browser. */
export function guarded(response: Response, mime: string): void {
  response.setHeader('Content-Type', mime);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Security-Policy', SANDBOX);
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Cache-Control', 'private, max-age=3600');
}

/** One range of bytes, as `Range` asks for it; `none` when there are no such bytes; several are answered with the whole. */
function rangeOf(request: Request, { bytes }: AttachmentRecord): ByteRange | 'none' | undefined {
  const asked = request.range(bytes, { combine: true });
  if (asked === undefined || asked === -2) return undefined;
  if (asked === -1) return 'none';
  const [range, ...more] = asked;
  return range && more.length === 0 && asked.type === 'bytes'
    ? { start: range.start, end: range.end }
    : undefined;
}

/** A reader that goes away in the middle is no error. */
export async function given(stream: NodeJS.ReadableStream, response: Response): Promise<void> {
  await pipeline(stream, response).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}
