import type { LanguageContext } from '../language-context.ts';
import type { Token } from '../text/token.ts';

type Mood = 'anger' | 'who' | 'how' | 'thanks' | 'parting' | 'stop' | 'greeting';

/** By the words that make them, the one that matters most first. */
const MOODS: ReadonlyArray<[mood: Mood, words: RegExp]> = [
  [
    'anger',
    /\b(useless|stupid|idiot|ridiculous|hate|wtf|shit|fuck|fucking|terrible|awful|worst|dumb|annoying|annoyed|angry|frustrating|frustrated|sucks?|hopeless|rubbish|garbage|pathetic|moron|joke of|never (?:get|got|work|understand)|not working|so bad|bad bot|crap|incompetent|disappoint\w*|shut up|useless|nonsense|fed up|kidding me)\b/,
  ],
  [
    'who',
    /\b(?:real (?:person|human|one)|are you (?:real|human|alive|an? (?:human|person|robot|bot|machine|ai|computer|program))|talking to (?:an?|the) (?:human|person|bot|robot|machine)|human being|chatgpt|(?:who|what) (?:made|built) you|your name)\b/,
  ],
  ['stop', /\b(?:stop(?! all)|never ?mind|^cancel$|forget (?:it|about it|that)|abort|leave it|enough|nvm)\b/],
  [
    'how',
    /\b(?:how are you|how is it going|hows it going|how do you do|what is up|whats up|how have you been|you there|anybody there|anyone there|you ok|how is your day|how was your)\b/,
  ],
  [
    'thanks',
    /\b(?:thanks?|thank you|thx|ty|cheers|appreciated?|great|perfect|awesome|nice|cool|well done|good (?:job|work|one)|excellent|lovely|brilliant|rock|super|amazing|wonderful|star|best|legend|love (?:it|you|this)|sounds good|got it|ok|okay|alright|fine|helpful|impressive|genius|hero|life ?saver)\b/,
  ],
  [
    'parting',
    /\b(?:bye|goodbye|good bye|see you|see ya|good night|talk later|ciao|take care|later|that is all|thats all|have a (?:nice|good|great) \w+|signing off|off for)\b/,
  ],
  [
    'greeting',
    /\b(?:hi|hello|hey|hiya|howdy|yo|morning|good (?:morning|afternoon|evening|day)|greetings|evening|sup)\b/,
  ],
];
/** Nothing but these, and the words of a mood, makes a message small talk without a look at what it asks. */
const AROUND =
  /\b(?:you|very|much|a|lot|so|many|again|clianta|well|team|there|everyone|all|is|that|this|it|the|are|i|for|your|to|me|my|just|really|oh|and|now|today|tomorrow|then|please|too|of|been|was|job|work|one|we|be|am|will|do|doing|have|an|no|right|friend|mate|guys|folks|weekend|day|evening|night)\b/g;
/** More words than that ask for something. */
const MOST_WORDS = 12;

const said = (words: readonly string[]) => words.join(' ').replace(/'/g, ' ');

/** Greeting, thanks, good-bye, "stop": the whole message is made of such words. */
export async function smallTalk(
  tokens: readonly Token[],
  context: LanguageContext,
): Promise<string | undefined> {
  const words = tokens.filter((token) => token.kind === 'word').map((token) => token.norm);
  const isPlain = tokens.every((token) => /^(word|punct|break)$/.test(token.kind));
  if (words.length === 0 || words.length > MOST_WORDS || !isPlain) return undefined;
  const text = said(words);
  const rest = MOODS.reduce((left, [, pattern]) => left.replace(new RegExp(pattern, 'g'), ' '), text);
  return rest.replace(AROUND, ' ').trim() === '' ? replyTo(text, context) : undefined;
}

/** The same, of a message that the router takes for small talk and that nothing else was read from. */
export const moodReply = (tokens: readonly Token[], context: LanguageContext): Promise<string | undefined> =>
  replyTo(said(tokens.map((token) => token.norm)), context);

/** To a message without words: "...", "?". */
export const silentReply = async (context: LanguageContext): Promise<string> =>
  `I am here. ${await lastTakenUp(context)}`;

/** Whether a message is angry, whatever else it says. */
export const isAngry = (text: string): boolean => MOODS[0]?.[1].test(text.toLowerCase()) ?? false;

async function replyTo(text: string, context: LanguageContext): Promise<string | undefined> {
  const first = context.user.name.split(' ')[0] ?? '';
  switch (MOODS.find(([, words]) => words.test(text))?.[0]) {
    case 'anger':
      return `I am sorry that I did not get it right. ${await lastTakenUp(context)}`;
    case 'who':
      return 'I am Clianta, a piece of software and not a person: I look things up in your CRM and change them for you.';
    case 'stop':
      return 'All right, I leave it at that.';
    case 'how':
      return 'I am here and ready. What shall I look up or change?';
    case 'thanks':
      return 'You are welcome. Tell me when there is more to do.';
    case 'parting':
      return 'Good-bye. Everything is saved.';
    case 'greeting':
      return `Hello${first ? ` ${first}` : ''}! What shall I look up or change? You can say for example “What closes this quarter?”`;
    default:
      return undefined;
  }
}

/** Where one can go on after a misunderstanding. */
async function lastTakenUp({ question, lastWrite }: LanguageContext): Promise<string> {
  if (question) return `What I need to know: ${question.text}`;
  const last = await lastWrite?.();
  if (last)
    return `The last thing I did was for “${last.message.trim().slice(0, 120)}”. Say what should be different, or “undo that”.`;
  return 'Please say once more what you want, for example “Show my open deals”; what I change can be undone.';
}
