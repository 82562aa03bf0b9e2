import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import type { JobType } from '../../work/define-job.ts';

/** One run of one stream of a connected account. Its key is account and stream: two never run at the same time. */
export const SYNC_STREAM = {
  name: 'sync_stream',
  data: z.object({ credentialId: z.string(), feature: z.string().max(60), stream: z.string().max(200) }),
} as const satisfies JobType;

/** Orders a run, now or when the vendor allows it again. */
export async function orderSync(
  crm: CrmCore,
  { workspaceId, at, ...data }: { workspaceId: string; at?: Date } & z.input<typeof SYNC_STREAM.data>,
): Promise<void> {
  const key = `${data.credentialId}:${data.feature}:${data.stream}`;
  await crm.enqueue(SYNC_STREAM, data, { workspaceId, key, at: at ?? crm.now() });
}
