import { expect, it } from 'vitest';
import { transcriptText } from './transcript-text.ts';

const turn = (startMs: number, endMs: number, text: string) => ({
  startMs,
  endMs,
  speaker: 'Lena Brandt',
  text,
});

it('says who speaks and when', () => {
  const text = transcriptText([turn(0, 900, 'Hello.'), turn(3_723_000, 3_724_000, 'That is too dear.')]);
  expect(text).toBe('[0:00] Lena Brandt: Hello.\n\n[1:02:03] Lena Brandt: That is too dear.\n');
});

it('names no time where the transcript has none', () => {
  expect(transcriptText([turn(0, 0, 'Hello.')])).toBe('Lena Brandt: Hello.\n');
});
