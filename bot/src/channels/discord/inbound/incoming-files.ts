import { UpstreamError } from '@clianta/crm-core/errors';
import type { IncomingFile } from '../../../channel.ts';
import type { DiscordAttachment } from './discord.schema.ts';

const TIMEOUT_MS = 30_000;
/** Where Discord keeps attachments. */
const HOSTS: ReadonlySet<string> = new Set(['https://cdn.discordapp.com', 'https://media.discordapp.net']);

/** Attachments as files; only Discord's own addresses are called. @param apiUrl - that of a stand-in, in tests */
export function incomingFiles(
  attachments: readonly DiscordAttachment[],
  apiUrl: string | undefined,
): IncomingFile[] {
  const isTrusted = (url: string) => {
    const origin = URL.canParse(url) ? new URL(url).origin : '';
    return HOSTS.has(origin) || (apiUrl !== undefined && origin === new URL(apiUrl).origin);
  };
  return attachments.map(({ filename, url, size, content_type: mediaType }) => ({
    name: filename,
    ...(mediaType && { mediaType }),
    ...(size !== undefined && { size }),
    async read() {
      if (!isTrusted(url)) throw new UpstreamError(`Discord gave no address of its own for ${filename}.`);
      const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
        (cause: unknown) => {
          throw new UpstreamError(`Discord did not give ${filename}.`, { cause });
        },
      );
      if (!response.ok) throw new UpstreamError(`Discord did not give ${filename}: ${response.status}.`);
      return new Uint8Array(await response.arrayBuffer());
    },
  }));
}
