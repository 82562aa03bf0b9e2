/** Ways that leads come in by; capital letters make some of them look like companies. */
const SOURCES: ReadonlySet<string> = new Set(
  'linkedin google facebook instagram twitter website webinar webinars referral referrals newsletter conference event events ads inbound outbound organic partner partners blog podcast youtube import csv expo fair tradeshow show meetup summit advert ad campaign chat'.split(
    ' ',
  ),
);

export function isSource(word: string): boolean {
  return SOURCES.has(word);
}
