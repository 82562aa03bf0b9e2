import { ApiError } from '../../api/api-error.ts';
import { request } from '../../api/request.ts';

const LOOKS = 20;
const LOOK_MS = 700;

interface Sent {
  status: string;
  why?: string;
}

/** Mails the caller a test. Resolves once the mail server has taken it. @throws ApiError saying why it has not */
export async function testMailbox(workspaceId: string, id: string): Promise<void> {
  const base = `/api/workspaces/${encodeURIComponent(workspaceId)}`;
  const path = `${base}/email-accounts/${encodeURIComponent(id)}/test`;
  const { messageId } = await request<{ messageId: string }>(path, { method: 'POST', body: {} });
  for (let looks = 0; looks < LOOKS; looks++) {
    const { status, why } = await request<Sent>(`${base}/email-messages/${messageId}`);
    if (status === 'sent') return;
    const isWaiting = ['queued', 'claimed', 'transmitting'].includes(status);
    if (!isWaiting || why) throw told(why ?? `The test is ${status}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw told('The test waits for its turn; look into your inbox in a minute.');
}

const told = (message: string) => new ApiError(message, { code: 'upstream', status: 0 });
