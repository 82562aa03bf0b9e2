import { expect, it } from 'vitest';
import { plainText } from './plain-text.ts';

const recipient = { id: '28:bot', name: 'Clianta' };
const mention = (id: string, name: string, text = `<at>${name}</at>`) => ({
  type: 'mention',
  text,
  mentioned: { id, name },
});

it('leaves out the mention of us, wherever it stands, and names other people', () => {
  const entities = [
    mention('28:bot', 'Clianta'),
    mention('29:ada', 'Ada Quist', '<at id="0">Ada Quist</at>'),
  ];
  const text = '<at>Clianta</at>&nbsp;give Acme to <at id="0">Ada Quist</at> please <at>Clianta</at>';
  expect(plainText({ text, entities, recipient })).toBe('give Acme to Ada Quist please');
});

it('gives characters back as they were typed, once', () => {
  const text = 'Add R&amp;D &lt;Nord&gt; &quot;x&quot; &amp;lt;';
  expect(plainText({ text, entities: null, recipient })).toBe('Add R&D <Nord> "x" &lt;');
});

it('makes an empty text of a mention alone', () => {
  expect(plainText({ text: '<at>Clianta</at>', entities: [mention('28:bot', 'Clianta')], recipient })).toBe(
    '',
  );
});
