import { z } from 'zod';
import { fold } from '../../entity/search-text.ts';

/** Why deals are lost, unless the workspace keeps a list of its own, with other words that say the same. */
const USUAL: Readonly<Record<string, string>> = {
  price: 'prices|pricing|priced|expensive|cost|costs|cheaper|discount|undercut',
  competitor: 'competition|competitors|rival|rivals|another vendor|another supplier|other vendor',
  features: 'feature|functionality|integration|integrations|missing function|missing functions',
  timing: 'too late|too early|not now|bad time|wrong time|postponed|next year',
  budget: 'budgets|no money|funding|cut costs',
  silence: 'no answer|no reply|no response|silent|ghosted|went dark|never answered|stopped answering',
};

/** What a deal is lost on that is known to have gone to somebody. */
export const RIVAL = 'competitor';

export const LOSS_REASONS: readonly string[] = Object.keys(USUAL);

/** What is known of a loss. */
export interface Loss {
  lossReason?: string | undefined;
  lossReasonKey?: string | undefined;
  lostToId?: string | undefined;
  competitorIds?: string[] | undefined;
}

/** The workspace's own list: short words, each once. */
export const lossReasonsSchema = z
  .array(z.string().trim().toLowerCase().min(2).max(40))
  .min(1)
  .max(30)
  .refine((reasons) => new Set(reasons).size === reasons.length, 'names a reason twice');

/** The reason of the list that the words name, by itself or by what else it is called; the first named counts. */
export function lossReasonIn(words: string, reasons: readonly string[]): string | undefined {
  const text = ` ${fold(words)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
  const placeOf = (reason: string) => {
    const places = [fold(reason), ...(USUAL[reason]?.split('|') ?? [])]
      .map((said) => text.indexOf(` ${said} `))
      .filter((place) => place >= 0);
    return places.length > 0 ? Math.min(...places) : undefined;
  };
  return reasons
    .map((reason) => ({ reason, place: placeOf(reason) }))
    .filter(({ place }) => place !== undefined)
    .toSorted((a, b) => Number(a.place) - Number(b.place))[0]?.reason;
}
