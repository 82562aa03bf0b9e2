import type { Receipt } from '../../channel.ts';

export const NO_UNDO: Receipt = {
  isTaken: false,
  problem: { code: 'invalid', message: 'A terminal has no Undo button. Say “undo”.' },
};
