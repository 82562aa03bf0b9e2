import type { Piece } from './found.ts';

/** What begins the mail that was answered, in the programs people use. */
const EARLIER = [
  /^-{2,}\s*(?:original message|ursprüngliche nachricht|forwarded message|weitergeleitete nachricht)\b.*$/im,
  /^(?:on|am|le|el)\s.{4,120}\b(?:wrote|schrieb|a écrit|escribió)\s?:?\s*$/im,
  /^_{10,}\s*$/m,
  /^(?:from|von|de)\s?:\s.+\n(?:sent|date|gesendet|datum|to|an|envoyé)\s?:/im,
  /^>/m,
];

/** The newest mail of a thread: whose signature it is. What they answered to is somebody else's. */
export function newestOf(text: string): Piece {
  const begins = EARLIER.flatMap((pattern) => {
    const found = pattern.exec(text);
    return found && text.slice(0, found.index).trim() !== '' ? [found.index] : [];
  });
  return { text: text.slice(0, Math.min(text.length, ...begins)), from: 0 };
}
