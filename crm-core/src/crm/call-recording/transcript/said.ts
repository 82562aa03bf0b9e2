/** A piece of a transcript, as it stands there. */
export interface Said {
  speaker?: string;
  startMs: number;
  endMs: number;
  text: string;
}

const TIME = '(?:(\\d{1,3}):)?(\\d{1,2}):(\\d{1,2})(?:[.,](\\d{1,3}))?';
/** "00:01:02.500", "1:02", "01:02,5". */
export const TIME_PATTERN = TIME.replace(/\((?!\?)/g, '(?:');
const PARTS = new RegExp(`^${TIME}$`);

/** @returns undefined for what is no time */
export function msOf(text: string): number | undefined {
  const parts = PARTS.exec(text.trim());
  if (!parts) return undefined;
  const [, hours = '0', minutes = '0', seconds = '0', fraction = '0'] = parts;
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return whole * 1_000 + Number(fraction.padEnd(3, '0'));
}

const WORD = "[\\p{Lu}][\\p{L}\\p{M}'’.-]*";
/** Who speaks, as transcripts write it: "Lena Brandt", "Dr. Ana de la Cruz", "Speaker 2", "Jonas (Kestrel)". */
export const SPEAKER_PATTERN = `${WORD}(?:\\s(?:${WORD}|de|da|la|van|von|der|el|bin|\\d{1,2}|\\([^()\\n]{1,40}\\))){0,4}`;

/** What stands before a colon in letters, notes and lists, and is nobody. */
export const NOBODY =
  /^(?:from|to|cc|bcc|subject|date|sent|re|fw|fwd|note|notes?|attn|phone|tel|fax|mobile|e-?mail|web|website|address|name|title|company|agenda|attendees|participants|present|summary|topic|location|time|duration|recording|transcript|action items?|next steps?|decisions?|todo|von|an|betreff|datum|tel\.?)$/i;
