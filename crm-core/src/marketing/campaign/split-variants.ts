import { createHash } from 'node:crypto';

/** Fewer than that of a variant tell nothing. */
const LEAST_EACH = 100;

export interface Placed {
  /** Absent: the rest, which gets the variant that did best. */
  variant?: number;
  isTest: boolean;
}

/**
 * Who gets which variant: by the hash of campaign and person, whatever batches they are written in. The variants are of
 * the same size to one, at least a hundred each, or all there are.
 */
export function splitVariants(
  campaignId: string,
  contactIds: readonly string[],
  { variants, share }: { variants: number; share: number },
): Map<string, Placed> {
  if (variants <= 1) return new Map(contactIds.map((id) => [id, { variant: 0, isTest: false }]));
  const ranked = contactIds
    .map((id) => ({ id, hash: createHash('sha256').update(`${campaignId}:${id}`).digest('hex') }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const wanted = Math.max(Math.ceil(contactIds.length * share), variants * LEAST_EACH);
  return new Map(
    ranked.map(({ id }, at) => [
      id,
      at < wanted ? { variant: at % variants, isTest: true } : { isTest: false },
    ]),
  );
}
