const LIST_ITEM = /^\s*([-*+]|\d+[.)])\s/;

/**
 * CommonMark as Teams takes it in a text: `<` begins HTML there, and so a mention; a list begins after an empty line.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/format-your-bot-messages
 */
export function teamsMarkdown(text: string): string {
  const safe = text.replace(/\\?</g, '&lt;').replace(/\]\((?!https?:\/\/|mailto:)/gi, '] (');
  const lines = safe.split('\n');
  return lines
    .flatMap((line, at) => {
      const before = lines[at - 1];
      const begins = LIST_ITEM.test(line) && before?.trim() && !LIST_ITEM.test(before) && !/^\s/.test(before);
      return begins ? ['', line] : [line];
    })
    .join('\n');
}
