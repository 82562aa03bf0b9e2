import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface S3StandIn {
  url: string;
  /** By bucket and key. */
  objects: Map<string, Buffer>;
  /** Uploads in parts that were begun and neither ended nor broken off. */
  openUploads: Map<string, Map<number, Buffer>>;
  /** What the next requests are answered with in place of what was asked for. */
  failWith?: { status: number; code: string };
  stop(): Promise<void>;
}

export const S3_KEY = { accessKeyId: 'AKTEST', secretAccessKey: 'a secret of the test' };

/** As much of S3 as a store of files needs, in memory: objects, parts, ranges; refuses who does not sign. */
export async function startS3StandIn(): Promise<S3StandIn> {
  const objects = new Map<string, Buffer>();
  const openUploads: S3StandIn['openUploads'] = new Map();
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => refuse(response, 500, String(error)));
  });
  const standIn: S3StandIn = {
    url: '',
    objects,
    openUploads,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://s3');
    const path = decodeURIComponent(pathname);
    const body = await bodyOf(request);
    if (!request.headers.authorization?.includes(`Credential=${S3_KEY.accessKeyId}/`))
      return refuse(response, 403, 'AccessDenied');
    if (standIn.failWith) return refuse(response, standIn.failWith.status, standIn.failWith.code);
    const uploadId = query.get('uploadId');
    switch (request.method) {
      case 'POST': {
        if (!uploadId) {
          const id = `upload-${path}`;
          openUploads.set(id, new Map());
          return xml(
            response,
            `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
          );
        }
        const parts = [...(openUploads.get(uploadId) ?? [])].sort(([a], [b]) => a - b);
        objects.set(path, Buffer.concat(parts.map(([, part]) => part)));
        openUploads.delete(uploadId);
        return xml(
          response,
          '<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>',
        );
      }
      case 'PUT':
        if (uploadId) openUploads.get(uploadId)?.set(Number(query.get('partNumber')), body);
        else objects.set(path, body);
        response.writeHead(200, { etag: '"x"' }).end();
        return;
      case 'DELETE':
        if (uploadId) openUploads.delete(uploadId);
        else objects.delete(path);
        response.writeHead(204).end();
        return;
      default:
        return give(request, response, objects.get(path));
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  standIn.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return standIn;
}

function give(request: IncomingMessage, response: ServerResponse, object: Buffer | undefined): void {
  if (!object) {
    refuse(response, 404, 'NoSuchKey');
    return;
  }
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  const part = start === undefined ? object : object.subarray(Number(start), Number(end) + 1);
  response.writeHead(start === undefined ? 200 : 206, { 'content-length': part.length });
  response.end(request.method === 'HEAD' ? undefined : part);
}

function xml(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/xml' }).end(body);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<Error><Code>${code}</Code></Error>`);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
