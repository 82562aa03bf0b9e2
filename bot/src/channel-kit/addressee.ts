const THANKS =
  /^\W*(?:(?:many |big )?(?:thanks|thx|ty|cheers)|thank you)(?:\s+(?:a lot|so much|very much|a million|again|all|everyone|everybody|guys|team|folks))?(?:[\s,]+(?:for|that)\b[^?]*|[\s,]+[\p{L}'’-]+){0,2}\W*$/iu;

/**
 * In a thread people talk to each other: whether a message that does not name Clianta is for somebody else, or is only
 * thanks, which needs no answer.
 *
 * @param namesOthers - it mentions other people, or is a reply to somebody else
 */
export function isForOthers(text: string, namesOthers: boolean): boolean {
  return namesOthers || THANKS.test(text.trim());
}
