import { describe, expect, it } from 'vitest';
import { asksToStop } from './asks-to-stop.ts';

describe('an answer that asks for no more mail', () => {
  it.each([
    ['Hi Sam,\nplease take me off your list. Thanks', 'please take me off your list.'],
    ['Please don’t email me again!', 'Please don’t email me again!'],
    ['unsubscribe', 'unsubscribe'],
    ['No thank you. Stop sending these.', 'Stop sending these.'],
    ['Remove my address from your files', 'Remove my address from your files'],
  ])('%j is one', (text, sentence) => {
    expect(asksToStop(text)).toBe(sentence);
  });

  it.each([
    'Yes, let us talk.\n\nOn Mon, 1 Dec 2026 at 10:00, Sam <sam@own.example> wrote:\n> Unsubscribe: https://x.example',
    'Great!\n> please take me off your list',
    'Do not stop, I like to read them.',
    'Can you take me through the offer?',
    'I removed the address from the form.',
    '',
  ])('%j is none', (text) => {
    expect(asksToStop(text)).toBeUndefined();
  });
});
