/** How somebody reads dates, numbers and amounts. */
export interface Local {
  /** IANA. */
  timeZone: string;
  /** BCP 47. */
  locale: string;
  /** ISO 4217; the workspace's. */
  currency: string;
}

interface Facts extends Local {
  team: ReadonlyArray<{ id: string; timeZone?: string | undefined; locale?: string | undefined }>;
}

/** As a person has said, else as the workspace says; also for who is not in the team. */
export function localOf({ team, timeZone, locale, currency }: Facts, userId: string | undefined): Local {
  const person = team.find(({ id }) => id === userId);
  return { timeZone: person?.timeZone ?? timeZone, locale: person?.locale ?? locale, currency };
}
