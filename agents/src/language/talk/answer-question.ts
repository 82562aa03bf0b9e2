import type { Catalogue } from '../../catalogue.ts';
import { decisionIn } from '../../conversation/decision-words.ts';
import { lookup } from '../../lookup.ts';
import { callWith, chosenCall } from '../../memory/open-question.ts';
import type { OpenQuestion } from '../../tool.ts';
import type { LanguageContext, Understanding } from '../language-context.ts';
import type { Unit } from '../recognise/unit.ts';
import { normalise } from '../text/normalise.ts';
import type { Token } from '../text/token.ts';

const PLACES: Readonly<Record<string, number>> = lookup({
  first: 0,
  second: 1,
  third: 2,
  fourth: 3,
  fifth: 4,
  sixth: 5,
  one: 0,
  two: 1,
  three: 2,
  four: 3,
  five: 4,
  six: 5,
  former: 0,
  latter: 1,
  a: 0,
  b: 1,
  c: 2,
  d: 3,
});
/** None of the options: as good as a no. */
const NONE =
  /\b(?:neither|none|not any|nothing|no one|skip|drop|quit|nvm|bother|leave)(?: (?:of|about))?(?: (?:them|these|those|the above|the two|that|it))?\b/gi;
const WEAK = new Set(
  `the a an one with at from i mean mean it is he she that this who which works in of please for named called was meant
  make and think option number no take use pick choose go would like want not`.split(/\s+/),
);

/** Whether a message says that none of a question's options is wanted. */
export const leavesQuestion = (text: string): boolean =>
  decisionIn(text.replace(NONE, 'no'))?.decision === 'reject';

/** What the next message answers to a question back; undefined when it is about something else. */
export function answerQuestion(
  tokens: readonly Token[],
  text: string,
  { question }: LanguageContext,
  catalogue: Catalogue,
): Understanding | undefined {
  if (!question) return undefined;
  if (leavesQuestion(text)) return { kind: 'small_talk', reply: 'All right, I left it as it is.' };
  const option = optionIn(tokens, text, question);
  const call = option === undefined ? undefined : chosenCall(question, option);
  if (call) return answered(call, text, catalogue);
  // with nothing to choose from, what is said next is the answer
  return question.options.length === 0 ? answerInWords(text, { question }, catalogue) : undefined;
}

/** Longer than this is no answer in a few words. */
const LONGEST_ANSWER = 300;

/** What is nothing else, said right after a question that takes words of one's own. */
export function answerInWords(
  text: string,
  { question }: Pick<LanguageContext, 'question'>,
  catalogue: Catalogue,
): Understanding | undefined {
  const said = text.trim().replace(/[.!]+$/, '');
  if (!question?.takesText || question.since !== undefined || said === '' || said.length > LONGEST_ANSWER)
    return undefined;
  return /\?$/.test(said) ? undefined : answered(callWith(question, said), text, catalogue);
}

/** "Lena and Bob": with nothing else said, names answer a question that takes words; without one they are looked for. */
export const namesAlone = (units: readonly Unit[]): boolean =>
  units.some(({ kind }) => kind === 'name') &&
  units.every(({ kind, norm }) => kind === 'name' || /^(and|or|,|&|\.|!|in turn|both)$/.test(norm));

/** The call that an answer leads to. */
export const answered = (
  call: { tool: string; args: Record<string, unknown> },
  text: string,
  catalogue: Catalogue,
): Understanding => ({
  kind: 'commands',
  complexity: 0.1,
  commands: [
    {
      ...call,
      agent: catalogue.tool(call.tool)?.agent.name ?? 'generalAgent',
      confidence: 0.95,
      dependsOnPrevious: false,
      span: text.trim().slice(0, 200),
    },
  ],
});

/** After other talk a bare yes is an answer to that; after a list its places are nearer than those of the question. */
function optionIn(
  tokens: readonly Token[],
  text: string,
  { options, since }: OpenQuestion,
): number | undefined {
  if (since === undefined && options.length === 1 && decisionIn(text)?.decision === 'approve') return 0;
  const place = since === 'list' ? undefined : byNumber(tokens, options.length);
  return place ?? byWords(tokens, options);
}

/** "2", "the second one", "last", "option 3", "#1", "go with the second". */
function byNumber(tokens: readonly Token[], count: number): number | undefined {
  const content = tokens.filter(
    (token) =>
      /^(word|number|ordinal)$/.test(token.kind) &&
      !(WEAK.has(token.norm) && token.norm !== 'one' && token.norm !== 'a'),
  );
  const [first, second] = content;
  if (!first || content.length > 2 || (content.length === 2 && second?.norm !== 'one')) return undefined;
  const index =
    first.norm === 'last'
      ? count - 1
      : first.value !== undefined
        ? first.value - 1
        : tokens.length > 1 && first.norm === 'one' && tokens[0]?.norm === 'the'
          ? undefined
          : PLACES[first.norm];
  return index !== undefined && index >= 0 && index < count ? index : undefined;
}

/** "Jane Doe", "the one at Acme", "the VP": words that fit one option only. */
function byWords(tokens: readonly Token[], options: OpenQuestion['options']): number | undefined {
  const words = tokens
    .filter((token) => /^(word|number|email|money)$/.test(token.kind) && !WEAK.has(token.norm))
    .map((token) => token.norm);
  if (words.length === 0 || words.length > 8) return undefined;
  const labels = options.map(({ label, detail = '' }) =>
    normalise(`${label} ${detail}`).split(/[^\p{L}\p{N}@.]+/u),
  );
  const fits = (label: string[]) =>
    words.every((word) => label.some((one) => one === word || (word.length >= 3 && one.startsWith(word))));
  const found = labels.flatMap((label, index) => (fits(label) ? [index] : []));
  if (found.length === 1) return found[0];
  const exact = options.findIndex(({ label }) => normalise(label) === words.join(' '));
  return exact >= 0 ? exact : undefined;
}
