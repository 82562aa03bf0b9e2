import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { placeSchema, readMetadata } from './dialog-place.ts';

export const TYPED_APPROVAL = 'clianta_typed_approval';

/** What the dialog has to know when it comes back; nothing in it decides what runs. */
const metadataSchema = placeSchema.extend({ approvalId: z.string(), ts: z.string().optional() });
type DialogMetadata = z.output<typeof metadataSchema>;

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

/** @returns undefined when it is none of ours */
export const readApprovalDialog = (text: string) => readMetadata(metadataSchema, text);
