/** Characters of the first message that name a conversation. */
const LENGTH = 60;

/** Names a conversation after its first message: on one line, cut after a whole word. */
export function conversationTitle(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  if (line.length <= LENGTH) return line;
  const cut = line.slice(0, LENGTH);
  const atWord = cut.slice(0, Math.max(0, cut.lastIndexOf(' ')));
  // one endless word is cut anywhere
  return `${(atWord.length > LENGTH / 2 ? atWord : cut).replace(/[\s,;:.–-]+$/, '')}…`;
}
