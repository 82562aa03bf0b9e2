const END = /(?<=[.!?…]["”’)]?)(?<!\b(?:e\.g|i\.e|mr|mrs|ms|dr|st|no|vs|approx)\.)\s+/iu;
/** What says nothing that the reader would miss. */
const FILLING =
  /^(?:i hope (?:this|you|that)|hope (?:this|you)|i just wanted|just (?:wanted|a quick)|as (?:you (?:may )?know|mentioned|discussed)|please (?:do not|don['’]t) hesitate|(?:if you have|should you have) any (?:further )?questions|(?:do not|don['’]t) hesitate|let me know if you have any|looking forward|i look forward|we look forward|thank you (?:very much )?(?:in advance|for your (?:time|attention|patience))|thanks (?:in advance|for your (?:time|attention)))/iu;
/** What they have to know or do: it stays. */
const KEY =
  /\?|\d|[$€£]|\b(?:please|could you|can you|would you|need|must|confirm|decid|agree|sign|pay|send|call|meet|deadline|until|by (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today|the end)|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today|january|february|march|april|may|june|july|august|september|october|november|december|week|month|launch|go live|start|sorry|cannot|not)\b/iu;
const GREETING = /^(?:hello|hi|hey|dear|good (?:morning|afternoon|evening))\b[^\n]{0,80}$/iu;
const CLOSING =
  /^(?:best|kind|warm)?\s*(?:regards|wishes)|^(?:sincerely|cheers|yours|thanks|thank you|many thanks)\b[^\n]{0,40}(?:\n|$)/iu;

/**
 * A shorter mail in its own words: whole sentences are left out, none is written. First what only fills, then what carries
 * no question, date, amount or request.
 *
 * @returns undefined when nothing can go without losing something
 */
export function shorten(text: string): string | undefined {
  const parts = text.trim().split(/\n{2,}/);
  const isFrame = (part: string) => GREETING.test(part) || CLOSING.test(part);
  const sentences = parts.map((part) => (isFrame(part) ? undefined : sentencesOf(part)));
  const all = sentences.flatMap((one) => one ?? []);
  if (all.length < 2) return undefined;
  const kept = (isKept: (sentence: string, at: number) => boolean) => {
    let at = 0;
    return parts
      .map(
        (part, index) =>
          sentences[index]?.filter((sentence) => isKept(sentence, at++)).join(joint(part)) ?? part,
      )
      .filter((part) => part !== '')
      .join('\n\n');
  };
  const isSaid = (sentence: string) => !FILLING.test(bare(sentence));
  const said = all.filter(isSaid);
  if (said.length === 0) return undefined;
  const without = kept(isSaid);
  const first = all.findIndex(isSaid);
  // what it is about is said first
  const withKey = kept((sentence, at) => isSaid(sentence) && (at === first || KEY.test(sentence)));
  const shorter = withKey.length < without.length ? withKey : without;
  return shorter.length < text.trim().length ? shorter : undefined;
}

const bare = (sentence: string) => sentence.replace(/^[-•*]\s*/, '');

/** Points of a list stay on lines of their own. */
const joint = (part: string) => (/\n[-•*]\s/.test(part) ? '\n' : ' ');

const sentencesOf = (part: string): string[] =>
  part
    .split(/\n(?=[-•*]\s)/)
    .flatMap((line) => line.split(END))
    .map((sentence) => sentence.trim())
    .filter(Boolean);
