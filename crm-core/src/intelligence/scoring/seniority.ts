import { fold } from '../../entity/search-text.ts';

/** Shares of the points of seniority, by what a job title says; the first that fits holds. */
const LEVELS: ReadonlyArray<readonly [share: number, title: RegExp]> = [
  [0, /\b(student|intern|internship|trainee|apprentice|retired)\b/],
  [0.6, /\b(assistant|deputy|associate) (to|vice|director|manager)\b/],
  [
    1,
    /\b(c[a-z]o|chief|founder|cofounder|co-founder|owner|president|partner|managing director|general manager|geschaftsfuhrer(in)?)\b/,
  ],
  [0.9, /\b(vp|svp|evp|vice president)\b/],
  [0.8, /\b(head|director|principal)\b/],
  [0.5, /\b(manager|lead|leader|supervisor|leiter(in)?)\b/],
  [0.25, /\p{L}/u],
];

/** How much a job title decides, 0 to 1; undefined when it is not known. */
export function seniorityOf(jobTitle: string | undefined): number | undefined {
  const title = jobTitle && fold(jobTitle);
  return title ? LEVELS.find(([, pattern]) => pattern.test(title))?.[0] : undefined;
}
