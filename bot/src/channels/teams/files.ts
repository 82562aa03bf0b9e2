import { InvalidError } from '@clianta/crm-core/errors';
import type { IncomingFile } from '../../channel.ts';
import type { Target } from './address.ts';
import type { TeamsConnector } from './connector.ts';
import { sharedFileSchema, type TeamsAttachment } from './teams.schema.ts';

const SHARED = 'application/vnd.microsoft.teams.file.download.info';
const DOWNLOAD_MS = 30_000;
/** Where Microsoft keeps what people share. */
const MICROSOFT_FILES = /\.(sharepoint\.(com|us|cn|de)|sharepoint-df\.com|1drv\.com|microsoft\.com)$/;

interface Reading {
  connector: Pick<TeamsConnector, 'download'>;
  isLocal: boolean;
}

/** The files of a message: what was shared in a private chat, and pictures that were pasted. */
export function filesOf(
  attachments: readonly TeamsAttachment[],
  target: Pick<Target, 'serviceUrl'>,
  reading: Reading,
): IncomingFile[] {
  return attachments.flatMap((attachment): IncomingFile[] => {
    const { contentType, contentUrl, content } = attachment;
    const name = attachment.name || 'file';
    if (contentType === SHARED) {
      const shared = sharedFileSchema.safeParse(content);
      if (!shared.success) return [];
      return [{ name, read: () => readShared(shared.data.downloadUrl, reading) }];
    }
    if (!contentUrl || !contentType.startsWith('image/')) return [];
    const pasted =
      name === 'file' ? `picture.${contentType === 'image/*' ? 'png' : contentType.slice(6)}` : name;
    return [
      {
        name: pasted,
        mediaType: contentType,
        read: () => readPasted(contentUrl, target.serviceUrl, reading),
      },
    ];
  });
}

/** The address itself lets us in; it must be one of Microsoft's, as we would fetch from any. */
async function readShared(address: string, { isLocal }: Reading): Promise<Uint8Array> {
  const { protocol, hostname } = new URL(address);
  const isMicrosofts = protocol === 'https:' && MICROSOFT_FILES.test(hostname);
  if (!isMicrosofts && !(isLocal && isLoopback(hostname)))
    throw new InvalidError('The file is kept where I do not fetch files from.');
  const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(DOWNLOAD_MS) });
  if (!response.ok) throw new InvalidError(`The file could not be read: ${response.status}.`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Takes our own token, which goes to nobody but the service that sent the message. */
async function readPasted(address: string, serviceUrl: string, { connector }: Reading): Promise<Uint8Array> {
  if (new URL(address).origin !== new URL(serviceUrl).origin)
    throw new InvalidError('The picture is kept where I do not fetch files from.');
  return connector.download(address);
}

export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host);
