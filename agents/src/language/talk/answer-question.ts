import type { Catalogue } from '../../catalogue.ts';
import { lookup } from '../../lookup.ts';
import type { LanguageContext, Understanding } from '../language-context.ts';
import { normalise } from '../text/normalise.ts';
import type { Token } from '../text/token.ts';

const ORDINALS: Readonly<Record<string, number>> = lookup({
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
const NEVER =
  /^(never ?mind|cancel|forget it|stop|no|none|neither|none of (them|those|these)|skip|drop it|leave it|nothing|nope|no thanks|no thank you|neither of them|not any|abort|quit|nvm|none of the above|forget about it|do not bother)$/;
/** To “Do you mean this one?”. */
const AGREED =
  /^(yes|yep|yeah|sure|ok|okay|correct|right|exactly|yes please|yes that one|that one|this one|that is it|y)$/;
const WEAK = new Set(
  'the a an one with at from i mean mean it is he she that this who which works in of please for named called was meant make and think option number no'.split(
    ' ',
  ),
);

/** What the next message answers to a question back; undefined when it is about something else. */
export function answerQuestion(
  tokens: readonly Token[],
  text: string,
  context: LanguageContext,
  catalogue: Catalogue,
): Understanding | undefined {
  const { question } = context;
  if (!question) return undefined;
  const said = normalise(text)
    .replace(/[.!?,]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (NEVER.test(said)) return { kind: 'small_talk', reply: 'All right, I left it as it is.' };
  const isAgreed = question.options.length === 1 && AGREED.test(said);
  const index = isAgreed
    ? 0
    : (byNumber(tokens, question.options.length) ?? byWords(tokens, question.options));
  const option = index === undefined ? undefined : question.options[index];
  if (!option) return undefined;
  const { tool, args } = option.call ?? { tool: question.tool, args: structuredClone(question.args) };
  if (!option.call) setPath(args, question.argument, option.value);
  return {
    kind: 'commands',
    complexity: 0.1,
    commands: [
      {
        agent: catalogue.tool(tool)?.agent.name ?? 'generalAgent',
        tool,
        args,
        confidence: 0.95,
        dependsOnPrevious: false,
        span: text.trim().slice(0, 200),
      },
    ],
  };
}

/** "2", "the second one", "last", "option 3", "#1". */
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
          : ORDINALS[first.norm];
  return index !== undefined && index >= 0 && index < count ? index : undefined;
}

/** "Jane Doe", "the one at Acme", "the VP": words that fit one option only. */
function byWords(tokens: readonly Token[], options: ReadonlyArray<{ label: string }>): number | undefined {
  const words = tokens
    .filter((token) => /^(word|number|email|money)$/.test(token.kind) && !WEAK.has(token.norm))
    .map((token) => token.norm);
  if (words.length === 0 || words.length > 8) return undefined;
  const labels = options.map((option) => normalise(option.label).split(/[^\p{L}\p{N}@.]+/u));
  const fits = (label: string[]) =>
    words.every((word) => label.some((one) => one === word || (word.length >= 3 && one.startsWith(word))));
  const found = labels.flatMap((label, index) => (fits(label) ? [index] : []));
  if (found.length === 1) return found[0];
  const exact = options.findIndex((option) => normalise(option.label) === words.join(' '));
  return exact >= 0 ? exact : undefined;
}

/** Fills `where.0.value` and the like. */
function setPath(target: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.');
  let at: Record<string, unknown> = target;
  for (const key of keys.slice(0, -1)) {
    const next = at[key];
    if (typeof next !== 'object' || next === null) at[key] = {};
    at = at[key] as Record<string, unknown>;
  }
  const last = keys.at(-1);
  if (last) at[last] = value;
}
