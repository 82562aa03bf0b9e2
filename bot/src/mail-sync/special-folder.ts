import type { ImapFlow } from 'imapflow';

/** The folder that the server says is for this; undefined: it has none. */
export async function specialFolder(
  client: ImapFlow,
  use: '\\Sent' | '\\Trash' | '\\Inbox',
): Promise<string | undefined> {
  return (await client.list()).find(({ specialUse }) => specialUse === use)?.path;
}
