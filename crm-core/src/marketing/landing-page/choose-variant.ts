import { createHash } from 'node:crypto';
import { ORIGINAL, type PageVariant } from './landing-page.schema.ts';

/**
 * Which variant a visitor sees: always the same one, by the weights.
 *
 * @param visitor - whatever tells visitors apart
 */
export function variantFor(
  pageId: string,
  visitor: string,
  variants: ReadonlyArray<Pick<PageVariant, 'id' | 'weight'>>,
): string {
  const all = variants.reduce((sum, { weight }) => sum + weight, 0);
  if (all === 0) return ORIGINAL;
  const bytes = createHash('sha256').update(`${pageId}:${visitor}`).digest();
  let place = (bytes.readUInt32BE(0) / 2 ** 32) * all;
  for (const { id, weight } of variants) {
    place -= weight;
    if (place < 0) return id;
  }
  return ORIGINAL;
}
