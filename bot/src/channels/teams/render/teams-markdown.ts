/**
 * CommonMark as Teams takes it in a text: `<` begins HTML there, and so a mention.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/format-your-bot-messages
 */
export function teamsMarkdown(text: string): string {
  return text.replace(/\\?</g, '&lt;').replace(/\]\((?!https?:\/\/|mailto:)/gi, '] (');
}
