import type { ModalView } from '@slack/types';
import { z } from 'zod';

export const TYPED_APPROVAL = 'clianta_typed_approval';

/** What the dialog has to know when it comes back; nothing in it decides what runs. */
const metadataSchema = z.object({
  approvalId: z.string(),
  teamId: z.string(),
  channelId: z.string(),
  threadTs: z.string().optional(),
  responseUrl: z.string().optional(),
  userId: z.string().optional(),
  ts: z.string().optional(),
});
export type DialogMetadata = z.output<typeof metadataSchema>;

/** Asks for the number of records, where a click alone would be too easy. */
export function typedApprovalDialog(metadata: DialogMetadata): ModalView {
  return {
    type: 'modal',
    callback_id: TYPED_APPROVAL,
    private_metadata: JSON.stringify(metadata),
    title: { type: 'plain_text', text: 'Approve' },
    submit: { type: 'plain_text', text: 'Approve' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      {
        type: 'input',
        block_id: 'count',
        label: { type: 'plain_text', text: 'How many records does this touch? Type the number.' },
        element: { type: 'plain_text_input', action_id: 'count', max_length: 12 },
      },
    ],
  };
}

export function readMetadata(text: string): DialogMetadata | undefined {
  try {
    return metadataSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** "1,250" and "1250" are the same number; undefined when it is none. */
export function readCount(text: string | null | undefined): number | undefined {
  const digits = (text ?? '').replace(/[\s,.'’]/g, '');
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}
