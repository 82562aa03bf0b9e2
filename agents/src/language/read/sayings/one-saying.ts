import type { Catalogue } from '../../../catalogue.ts';
import type { RouteChoice } from '../../route/router.ts';
import type { Request } from '../frames/frame.ts';
import { readSayings } from './read-sayings.ts';

/** Whether what the grammar takes for several orders is, word for word, said to one tool: "find and merge duplicates". */
export function isOneSaying(
  request: Request,
  choices: readonly RouteChoice[],
  catalogue: Catalogue,
): boolean {
  const [best] = readSayings(request, choices, catalogue);
  return best !== undefined && best.cost === 0 && best.unread.length === 0 && !best.isFree;
}
