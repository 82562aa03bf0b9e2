const UNITS: ReadonlyArray<[RegExp, string]> = [
  [/\b(?:today|tonight|now)\b/i, '<today>'],
  [/\b(?:quarters?|q[1-4])\b/i, '<quarter>'],
  [
    /\d(?:st|nd|rd|th)\b|\d[./-]\d|\b(?:days?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|yesterday)\b/i,
    '<day>',
  ],
  [/\b(?:weeks?|weekend)\b/i, '<week>'],
  [/\b(?:months?|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/i, '<month>'],
  [/\byears?\b|\b(?:19|20)\d\d\b/i, '<year>'],
];

/** The word of a date's size: "this quarter" and "tomorrow at ten" are said of different things. */
export function dateWord(text: string): string {
  return UNITS.find(([pattern]) => pattern.test(text))?.[1] ?? '<day>';
}
