import type { ApiClient } from './api-server.ts';

/** Sends a file in as the page does. */
export async function upload(
  { url }: { url: string },
  { workspaceId, cookie }: Pick<ApiClient, 'workspaceId' | 'cookie'>,
  name: string,
  content: BlobPart,
  { query = '', form = new FormData() } = {},
) {
  form.append('file', new Blob([content]), name);
  const response = await fetch(`${url}/api/workspaces/${workspaceId}/attachments${query}`, {
    method: 'POST',
    body: form,
    headers: { cookie, 'X-Clianta-Client': 'web' },
  });
  // biome-ignore lint/suspicious/noExplicitAny: each assertion checks the form
  return { status: response.status, body: (await response.json()) as any };
}
