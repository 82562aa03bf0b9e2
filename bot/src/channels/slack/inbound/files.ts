import { UpstreamError } from '@clianta/crm-core/errors';
import type { IncomingFile } from '../../../channel.ts';
import type { SlackTeam } from '../teams.ts';
import type { SlackFile } from './slack.schema.ts';

const TIMEOUT_MS = 30_000;
/** Nothing that is bigger is read, whatever was announced. In bytes. */
const MOST_BYTES = 25 * 1024 * 1024;

/**
 * Files that were dropped into a conversation; their content is fetched when it is wanted, with the app's own token.
 *
 * @param isSlackUrl - whether the token may be sent there
 */
export function incomingFiles(
  files: readonly SlackFile[],
  team: SlackTeam,
  isSlackUrl: (url: string) => boolean,
): IncomingFile[] {
  return files.map((file) => ({
    name: file.name || 'file',
    ...(file.mimetype && { mediaType: file.mimetype }),
    ...(typeof file.size === 'number' && { size: file.size }),
    read: async () => {
      const url = file.url_private_download ?? file.url_private ?? (await urlOf(file.id, team));
      if (!url || !isSlackUrl(url)) throw new UpstreamError('Slack does not give this file.');
      return download(url, team.token);
    },
  }));
}

/** Of a file from a shared channel only its id is sent. */
async function urlOf(file: string, { client }: SlackTeam): Promise<string | undefined> {
  const answer = await client.files.info({ file }).catch((error: unknown) => {
    throw new UpstreamError('Slack does not give this file.', { cause: error });
  });
  return answer.file?.url_private_download ?? answer.file?.url_private;
}

async function download(url: string, token: string): Promise<Uint8Array> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    // a redirect would lead to a page to sign in at
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw new UpstreamError('Slack could not be reached for the file.', { cause: error });
  });
  if (!response.ok || !response.body)
    throw new UpstreamError(
      `Slack does not give this file: ${response.status}. Does the app have files:read?`,
    );
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new UpstreamError('The file is bigger than 25 MB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
