export { clip } from '../../../channel-kit/clip.ts';

/** Slack's limits (docs.slack.dev/reference/block-kit); what is longer is split, never refused by Slack. */
export const LIMITS = {
  blocks: 50,
  /** Also of the home. */
  modalBlocks: 100,
  modalTitle: 24,
  /** Of a text that an input begins with. */
  inputText: 3_000,
  options: 100,
  sectionText: 3_000,
  headerText: 150,
  fields: 10,
  fieldText: 2_000,
  contextElements: 10,
  actionElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  tableRows: 100,
  tableColumns: 20,
  /** Of all cells of a table together. */
  tableText: 10_000,
  /** Slack refuses messages whose blocks hold much more (`msg_blocks_too_long`). */
  blocksText: 12_000,
  /** Of a message's plain text, which stands for the blocks in notifications. */
  text: 3_900,
  statusText: 100,
} as const;
