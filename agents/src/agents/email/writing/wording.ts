/** What a mail is for, where its words say it. */
export const PURPOSES = ['thanks', 'reminder', 'apology', 'invitation', 'introduction'] as const;
export type Purpose = (typeof PURPOSES)[number];

const OPENINGS: Readonly<Record<Purpose, (about: string) => string>> = {
  thanks: (about) => `Thank you for ${about}.`,
  reminder: (about) => `This is a friendly reminder about ${about}.`,
  apology: (about) => `I am sorry about ${about}.`,
  invitation: (about) => `I would like to invite you to ${about}.`,
  introduction: (about) => `I would like to introduce ${about}.`,
};

/** "His time" is said of them; to them it is "your time". */
function toThem(words: string): string {
  return words
    .trim()
    .replace(/[.\s]+$/, '')
    .replace(/^(?:his|her|their)\b/i, 'your');
}

/** A sentence of a mail, of what was said: "that Tuesday works" is "Tuesday works." */
export function asSentence(said: string): string {
  const bare = said.trim().replace(/^that\s+/i, '');
  const capital = bare.charAt(0).toUpperCase() + bare.slice(1);
  return /[.!?…]["”’)]?$/.test(capital) ? capital : `${capital}.`;
}

/** One sentence that says what a mail is about, and no more than was said. */
export function openingOf(about: string, purpose: Purpose | undefined): string {
  const what = toThem(about);
  return purpose ? OPENINGS[purpose](what) : `I am writing about ${what}.`;
}

const SUBJECTS: Readonly<Record<Purpose, string>> = {
  thanks: 'Thank you',
  reminder: 'Reminder',
  apology: 'Our apology',
  invitation: 'Invitation',
  introduction: 'Introduction',
};
const LONGEST_SUBJECT = 78;

export function subjectFor({
  about,
  purpose,
  text,
}: {
  about?: string | undefined;
  purpose?: Purpose | undefined;
  text?: string | undefined;
}): string {
  const what = about && toThem(about).replace(/^(?:the|our|a|an)\s+/i, '');
  if (what) return clipped(purpose === 'reminder' ? `Reminder: ${what}` : capital(what));
  if (purpose) return SUBJECTS[purpose];
  const [first = ''] = (text ?? '').split(/(?<=[.!?])\s|\n/);
  return first ? clipped(asSentence(first).replace(/[.!?]+$/, '')) : '';
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function clipped(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= LONGEST_SUBJECT) return line;
  return `${line.slice(0, LONGEST_SUBJECT).replace(/\s+\S*$/, '')}…`;
}

/** A mail from its paragraphs: a greeting before them, a closing after them. */
export function letter(firstName: string | undefined, paragraphs: readonly string[], sender: string): string {
  const greeting = firstName ? `Hello ${firstName},` : 'Hello,';
  return [greeting, ...paragraphs.filter(Boolean), `Best regards\n${sender}`].join('\n\n');
}
