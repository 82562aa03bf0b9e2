const MENTION = /<(?:@[A-Z0-9]+|!subteam\^[A-Z0-9]+|!here|!channel|!everyone)(?:\|[^>]*)?>/;
const THANKS =
  /(?:thanks?(?: you)?|thx|ty|cheers|kudos|congrats|congratulations|well done|nice work|great job)/;
const GREETING = new RegExp(`(?:hi|hey|hello|ok|okay|so|and|but|yes|no|sorry|cc|fyi|@|${THANKS.source})`);

/** At the beginning, perhaps after a word: "<@U1> what do you think?", "thanks <@U1>". */
const BEGINS = new RegExp(`^\\s*(?:${GREETING.source}[\\s,!.:]+){0,3}${MENTION.source}`, 'i');
/** At the end, after a comma: "what do you think, <@U1>?". */
const ENDS = new RegExp(`,\\s*${MENTION.source}\\s*[?!.…]*\\s*$`, 'i');
/** "thank you so much <@U1>" */
const THANKED = new RegExp(`\\b${THANKS.source}\\b[^.!?\\n]{0,40}${MENTION.source}`, 'i');

/**
 * Whether a message of a thread is for somebody else there: it addresses or thanks them. One that only speaks of them
 * ("assign it to <@U1>") is not.
 *
 * @param text - as Slack sends it, without a mention of us
 */
export function isSaidToOthers(text: string): boolean {
  return BEGINS.test(text) || ENDS.test(text) || THANKED.test(text);
}
