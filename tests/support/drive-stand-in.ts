import { randomBytes } from 'node:crypto';

interface StoodFile {
  id: string;
  name: string;
  mimeType: string;
  parents: string[];
  appProperties: Record<string, string>;
  trashed: boolean;
  bytes: Buffer;
}
type Answer = [status: number, body?: unknown, headers?: Record<string, string>];

const FILES = '/drive/v3/files';
const UPLOAD = '/upload/drive/v3/files';
const WRITABLE = new Set(['id', 'name', 'mimeType', 'parents', 'appProperties']);
const errorOf = (code: number, message: string): Answer => [code, { error: { code, message } }];

/** What `drive.file` shows of Drive v3: files that this client made, their ids, and contents by resumable uploads. */
export class DriveStandIn {
  readonly files = new Map<string, StoodFile>();
  readonly #ids = new Set<string>();
  readonly #sessions = new Map<string, string>();

  clear(): void {
    this.files.clear();
    this.#ids.clear();
    this.#sessions.clear();
  }

  isDrive(path: string): boolean {
    return path.startsWith('/drive/v3/') || path.startsWith(UPLOAD);
  }

  called(name: string): StoodFile | undefined {
    return [...this.files.values()].find((one) => one.name === name);
  }

  answer(method: string, url: URL, body: Record<string, unknown>, bytes: Buffer): Answer {
    const { pathname, searchParams } = url;
    if (pathname === '/drive/v3/about') return [200, { user: { emailAddress: 'sam@gmail.example' } }];
    if (pathname === `${FILES}/generateIds`) {
      const id = randomBytes(16).toString('base64url');
      this.#ids.add(id);
      return [200, { kind: 'drive#generatedIds', space: 'drive', ids: [id] }];
    }
    const unknown = Object.keys(body).filter((field) => !WRITABLE.has(field));
    if (unknown.length > 0) return errorOf(400, `Unknown field ${unknown.join(', ')}`);
    if (pathname.startsWith(UPLOAD)) return this.#upload(method, url, body, bytes);
    if (pathname === FILES)
      return method === 'GET' ? this.#list(searchParams.get('q') ?? '') : this.#make(body);
    const file = this.files.get(decodeURIComponent(pathname.slice(FILES.length + 1)));
    if (!file) return errorOf(404, 'File not found.');
    if (method === 'GET') return [200, shown(file)];
    this.files.delete(file.id);
    return [204];
  }

  #make(body: Record<string, unknown>): Answer {
    const id = String(body.id ?? randomBytes(16).toString('base64url'));
    if (body.id && !this.#ids.has(id)) return errorOf(400, 'The provided file ID is not usable.');
    if (this.files.has(id)) return errorOf(409, 'A file already exists with the provided ID.');
    const parents = (body.parents as string[] | undefined) ?? ['root'];
    if (parents.some((one) => one !== 'root' && !this.files.has(one))) return errorOf(404, 'File not found.');
    const { name, mimeType, appProperties = {} } = body as unknown as StoodFile;
    const file = { id, name, mimeType, parents, appProperties, trashed: false, bytes: Buffer.alloc(0) };
    this.files.set(id, file);
    return [200, shown(file)];
  }

  #list(q: string): Answer {
    const [, key = '', value] =
      /^appProperties has \{ key='(\w+)' and value='(\w+)' \} and trashed = false$/.exec(q) ?? [];
    if (value === undefined) return errorOf(400, 'Invalid Value');
    const found = [...this.files.values()].filter(
      ({ appProperties, trashed }) => !trashed && appProperties[key] === value,
    );
    return [200, { files: found.map(({ id }) => ({ id })) }];
  }

  #upload(method: string, url: URL, body: Record<string, unknown>, bytes: Buffer): Answer {
    const session = url.searchParams.get('upload_id');
    if (method === 'PUT' && session) {
      const file = this.files.get(this.#sessions.get(session) ?? '');
      if (!file) return errorOf(404, 'File not found.');
      file.bytes = bytes;
      return [200, shown(file)];
    }
    const file = this.files.get(decodeURIComponent(url.pathname.slice(UPLOAD.length + 1)));
    if (!file) return errorOf(404, 'File not found.');
    if (method !== 'PATCH' || url.searchParams.get('uploadType') !== 'resumable')
      return errorOf(400, 'Bad Request');
    Object.assign(file, body);
    const upload = randomBytes(8).toString('hex');
    this.#sessions.set(upload, file.id);
    return [
      200,
      undefined,
      { location: `${url.origin}${url.pathname}?uploadType=resumable&upload_id=${upload}` },
    ];
  }
}

const shown = ({ id, trashed }: StoodFile) => ({
  id,
  webViewLink: `https://drive.google.com/file/d/${id}/view`,
  trashed,
});
