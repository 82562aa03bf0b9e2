import type { Token } from '../text/token.ts';

const GREETINGS = new Set([
  'hi',
  'hello',
  'hey',
  'hiya',
  'howdy',
  'yo',
  'good morning',
  'good afternoon',
  'good evening',
  'morning',
  'hi there',
  'hello there',
  'hey there',
  'greetings',
  'hello clianta',
  'hi clianta',
  'hey clianta',
  'good day',
  'evening',
  'sup',
  'hi team',
  'hello everyone',
  'good morning clianta',
]);
const THANKS = new Set([
  'thanks',
  'thank you',
  'thx',
  'ty',
  'cheers',
  'thanks a lot',
  'thank you very much',
  'many thanks',
  'thanks so much',
  'great thanks',
  'perfect thanks',
  'thank you so much',
  'much appreciated',
  'great',
  'perfect',
  'awesome',
  'nice',
  'cool',
  'well done',
  'good job',
  'excellent',
  'lovely',
  'brilliant',
  'ok thanks',
  'okay thanks',
  'ok thank you',
  'nice one',
  'great job',
  'good work',
  'you are great',
  'you rock',
  'appreciate it',
  'super',
  'amazing',
  'ok great',
  'that is great',
  'thanks that is all',
  'wonderful',
  'nice work',
  'thanks clianta',
  'ok cool',
  'sounds good',
  'got it',
  'got it thanks',
  'ok',
  'okay',
  'alright',
  'fine',
]);
const PARTINGS = new Set([
  'bye',
  'goodbye',
  'good bye',
  'see you',
  'see you later',
  'see you tomorrow',
  'good night',
  'bye bye',
  'talk later',
  'that is all',
  'ciao',
  'have a nice day',
  'have a good day',
  'take care',
  'later',
  'thats all',
  'catch you later',
  'have a nice weekend',
  'have a good weekend',
  'see ya',
]);
const HOW = new Set([
  'how are you',
  'how are you doing',
  'how is it going',
  'hi how are you',
  'hello how are you',
  'hey how are you',
  'how are you today',
  'are you there',
  'are you ok',
  'you there',
  'how do you do',
  'what is up',
  'whats up',
  'hey what is up',
  'hows it going',
  'anybody there',
  'anyone there',
]);

/** Greeting, thanks, good-bye: the whole message must be that. */
export function smallTalk(tokens: readonly Token[], name: string): string | undefined {
  const words = tokens.filter((token) => token.kind === 'word').map((token) => token.norm);
  if (
    words.length === 0 ||
    words.length > 6 ||
    tokens.some((token) => !/^(word|punct|break)$/.test(token.kind))
  )
    return undefined;
  const text = words.join(' ');
  const bare = words.filter((word) => word !== 'clianta' && word !== 'again' && word !== 'so').join(' ');
  const first = name.split(' ')[0] ?? '';
  for (const said of [text, bare]) {
    if (GREETINGS.has(said))
      return `Hello${first ? ` ${first}` : ''}! What shall I look up or change? You can say for example “What closes this quarter?”`;
    if (THANKS.has(said)) return 'You are welcome. Tell me when there is more to do.';
    if (PARTINGS.has(said)) return 'Good-bye. Everything is saved.';
    if (HOW.has(said)) return 'I am here and ready. What shall I look up or change?';
  }
  return undefined;
}
