import { expect, vi } from 'vitest';
import type { Speaker } from './channel-drivers/channel-driver.ts';

const PATIENCE = { timeout: 60_000, interval: 50 };

/** Where each channel draws the id of a proposal: on its own card, or as the value of the button. */
const APPROVAL_ID = /"approvalId":"([^"]+)"|"action_id":"clianta_approve(?:_typed)?"[^{}]*"value":"([^"]+)"/;

/** A person who tells a story in a channel, sentence by sentence. */
export interface Storyteller {
  /** Says it, and waits for what is answered. */
  say(text: string, answer: RegExp): Promise<string>;
  /** Says it, and approves what is proposed. */
  approve(text: string, answer: RegExp): Promise<string>;
  /** Waits for what comes by itself. */
  hears(words: RegExp): Promise<string>;
}

export function storyteller(speaker: Speaker): Storyteller {
  const answered = async (act: () => Promise<void>, answer: RegExp) => {
    const before = speaker.answers().length;
    await act();
    return vi.waitFor(() => {
      const shown = speaker.answers().slice(before);
      const drawn = shown.map((one) => one.drawn).join('\n');
      expect(drawn).toMatch(answer);
      return drawn;
    }, PATIENCE);
  };
  const say: Storyteller['say'] = (text, answer) => answered(() => speaker.say(text), answer);
  return {
    say,
    async approve(text, answer) {
      const [, inCard, inButton] = APPROVAL_ID.exec(await say(text, APPROVAL_ID)) ?? [];
      return answered(() => speaker.decide({ id: inCard ?? inButton ?? '', title: '' }, 'approve'), answer);
    },
    hears: (words) => answered(async () => {}, words),
  };
}
