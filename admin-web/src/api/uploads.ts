import type { AttachmentRecord } from '@clianta/crm-core/files/attachment/attachment.schema';
import { ApiError, parseApiError } from './api-error.ts';
import type { Json } from './records.ts';
import { ownHeaders } from './request.ts';

export type UploadedFile = Json<AttachmentRecord>;

interface UploadOptions {
  /** The record that it belongs to. */
  of?: { entity: string; id: string };
  /** How much of it has been sent, from 0 to 1. */
  onProgress?: (part: number) => void;
  signal?: AbortSignal;
}

const base = (workspaceId: string) => `/api/workspaces/${encodeURIComponent(workspaceId)}/attachments`;

/** Where a file is taken from, by a link. */
export const fileHref = (workspaceId: string, id: string): string =>
  `${base(workspaceId)}/${encodeURIComponent(id)}/content`;

export const thumbnailHref = (workspaceId: string, id: string): string =>
  `${base(workspaceId)}/${encodeURIComponent(id)}/thumbnail`;

/**
 * Sends a file in, and tells how far it is: `fetch` cannot.
 *
 * @throws ApiError, also when it was broken off
 */
export function uploadFile(
  workspaceId: string,
  file: File,
  { of, onProgress, signal }: UploadOptions = {},
): Promise<UploadedFile> {
  const query = of ? `?${new URLSearchParams({ entity: of.entity, recordId: of.id })}` : '';
  const form = new FormData();
  form.append('file', file, file.name || 'file');
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', `${base(workspaceId)}${query}`);
    for (const [name, value] of Object.entries(ownHeaders())) call.setRequestHeader(name, value);
    call.responseType = 'json';
    call.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    call.onload = () => {
      if (call.status === 201) resolve(call.response as UploadedFile);
      else reject(parseApiError(call.status, call.response));
    };
    const lost = (message: string) => () => reject(new ApiError(message, { code: 'network', status: 0 }));
    call.onerror = lost('The file could not be sent. Check your connection and try again.');
    call.onabort = lost('The file was not sent.');
    signal?.addEventListener('abort', () => call.abort());
    call.send(form);
  });
}
