import { useCards } from './use-cards.ts';

/** The words of an answer: as they were written, until what draws answers is there. */
export function AnswerWords({ text, allowedHosts }: { text: string; allowedHosts: readonly string[] }) {
  const cards = useCards();
  if (!cards) return <p className="message__words">{text}</p>;
  return <cards.Markdown text={text} allowedHosts={allowedHosts} />;
}
