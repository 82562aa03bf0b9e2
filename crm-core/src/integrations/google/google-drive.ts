import { z } from 'zod';
import type { CloudFiles } from '../cloud-files/cloud-files.ts';
import type { Connection } from '../layer/define-integration.ts';
import { VendorError } from '../layer/vendor-error.ts';

const base = 'drive';
const limit = 'drive';
const FOLDER = 'application/vnd.google-apps.folder';
/** The mark of our folder, whatever it is called by now. Only this client sees it. */
const MARK = { key: 'clianta', value: 'folder' };

const idsSchema = z.object({ ids: z.array(z.string()).min(1) });
const fileSchema = z.object({
  id: z.string(),
  webViewLink: z.string().default(''),
  trashed: z.boolean().default(false),
});
const listSchema = z.object({ files: z.array(z.object({ id: z.string() })).default([]) });
const fields = 'id,webViewLink,trashed';

const pathOf = (id: string) => `/files/${encodeURIComponent(id)}`;

/** Google Drive v3, in a folder of its own: with the scope `drive.file` nothing else is seen. */
export const googleDrive: CloudFiles = {
  title: 'Google Drive',

  newId,

  async put(connection, id, { name, type, bytes }) {
    const { call } = connection;
    const made = await call({
      method: 'POST',
      base,
      limit,
      path: '/files',
      query: { fields },
      json: { id, name, mimeType: type, parents: [await folderOf(connection)] },
      // the id is ours: a second time says that it is there
      isRepeatable: true,
      takes: [409],
    });
    const begun = await call({
      method: 'PATCH',
      base: 'driveUpload',
      limit,
      path: pathOf(id),
      query: { uploadType: 'resumable', fields },
      headers: { 'x-upload-content-type': type },
      json: made.status === 409 ? { name } : {},
      isRepeatable: true,
    });
    const session = begun.headers.get('location');
    if (!session) throw new VendorError('Google Drive does not say where the file is to be sent.', {});
    const done = await call({ method: 'PUT', base, limit, path: session, body: { type, bytes } });
    return { link: done.json(fileSchema).webViewLink };
  },

  async find({ call }, id) {
    const answer = await call({ base, limit, path: pathOf(id), query: { fields }, takes: [404] });
    if (answer.status === 404) return undefined;
    const { trashed, webViewLink: link } = answer.json(fileSchema);
    return trashed ? undefined : { link };
  },

  async remove({ call }, id) {
    const answer = await call({ method: 'DELETE', base, limit, path: pathOf(id), takes: [404] });
    return answer.status !== 404;
  },
};

async function newId({ call }: Connection): Promise<string> {
  const query = { count: 1, space: 'drive' };
  const answer = await call({ base, limit, path: '/files/generateIds', query });
  return answer.json(idsSchema).ids[0] ?? '';
}

/** The folder that ours lie in; people may move it, and one that they threw away is made anew. */
async function folderOf(connection: Connection): Promise<string> {
  const { call } = connection;
  const isOurs = `appProperties has { key='${MARK.key}' and value='${MARK.value}' } and trashed = false`;
  const found = await call({
    base,
    limit,
    path: '/files',
    query: { q: isOurs, pageSize: 1, fields: 'files(id)' },
  });
  const [first] = found.json(listSchema).files;
  if (first) return first.id;
  const id = await newId(connection);
  await call({
    method: 'POST',
    base,
    limit,
    path: '/files',
    json: { id, name: 'Clianta', mimeType: FOLDER, appProperties: { [MARK.key]: MARK.value } },
    isRepeatable: true,
    takes: [409],
  });
  return id;
}
