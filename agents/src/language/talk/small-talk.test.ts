import { describe, expect, it } from 'vitest';
import { catalogue } from '../../registry.ts';
import type { LanguageContext } from '../language-context.ts';
import { aContext } from '../testing/fixture-context.ts';
import { understand } from '../understand.ts';

const replyTo = async (text: string, over: Partial<LanguageContext> = {}) => {
  const read = await understand(text, aContext(over), catalogue);
  return 'reply' in read ? `${read.kind}: ${read.reply}` : read.kind;
};

describe('small talk', () => {
  it.each([
    ['hey there', 'Hello Dana'],
    ['good morning clianta', 'Hello Dana'],
    ["Thanks, you're a star!", 'You are welcome'],
    ['that was great work, thank you so much', 'You are welcome'],
    ['I love this', 'You are welcome'],
    ['how are you today', 'I am here and ready'],
    ['are you a real person?', 'a piece of software'],
    ['good night', 'Everything is saved'],
    ['never mind', 'I leave it at that'],
    ['stop', 'I leave it at that'],
  ])('answers “%s”', async (said, answer) => {
    expect(await replyTo(said)).toContain(answer);
    expect(await replyTo(said)).toMatch(/^small_talk/);
  });

  it('says that it is there when nothing is said', async () => {
    for (const text of ['...', '?']) expect(await replyTo(text)).toContain('I am here.');
  });

  it('takes anger calmly, and takes up again what was last', async () => {
    expect(await replyTo('this is ridiculous, you never get it right')).toContain('I am sorry');
    const lastWrite = async () => ({ turnId: 'T', message: 'Give Acme to Mia', calls: [], records: [] });
    expect(await replyTo('you are useless', { lastWrite })).toContain('was for “Give Acme to Mia”');
    const question = { id: 'q', text: 'Which Jane?', options: [], argument: '', tool: 'undo_last', args: {} };
    expect(await replyTo('you are useless', { question })).toContain('What I need to know: Which Jane?');
  });

  it.each(['great, now show my tasks', 'good morning, what is on my plate today', 'best deals', 'help'])(
    'leaves what asks for something: “%s”',
    async (said) => {
      expect(await replyTo(said)).toBe('commands');
    },
  );
});

describe('another language', () => {
  it.each([
    ['Wie viele offene Deals haben wir?', 'Englisch'],
    ['Lösche alle Kontakte', 'Englisch'],
    ["Rappelle-moi d'appeler Jane Doe demain à 10h", 'anglais'],
    ['Muéstrame mis tareas para mañana', 'inglés'],
    ['ciao, quanto vale la trattativa con Globex?', 'inglese'],
    ['mostre meus negócios de hoje', 'inglês'],
    ['Hoeveel klanten hebben we?', 'Engels'],
    ['hola', 'inglés'],
    ['商談を見せて', 'English'],
  ])('is answered in it, and nothing is done: “%s”', async (said, answer) => {
    expect(await replyTo(said)).toMatch(new RegExp(`^unclear: .*${answer}`));
  });

  it.each([
    'show deals of La Paz Imports',
    'contacts at Van de Velde',
    'add Maria de la Cruz',
    'list all contacts',
  ])('is not taken for English with a foreign name: “%s”', async (said) => {
    expect(await replyTo(said)).not.toMatch(/English/);
  });
});
