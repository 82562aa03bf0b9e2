import type { RecordChange } from '../turn-event.schema.ts';
import type { TurnRuntime } from './turn-runtime.ts';

/** Splits claimed changes into those with an audit entry of this turn and those without. */
export async function confirmedChanges(
  runtime: TurnRuntime,
  changes: readonly RecordChange[],
): Promise<{ confirmed: RecordChange[]; missing: RecordChange[] }> {
  if (changes.length === 0) return { confirmed: [], missing: [] };
  const entries = await runtime.crm.store
    .model('userAction')
    .find({
      workspaceId: runtime.scope.workspaceId,
      turnId: runtime.turnId,
      recordId: { $in: changes.map((change) => change.id) },
    })
    .select({ recordId: 1, change: 1 })
    .lean<Array<{ recordId: string; change: string }>>();
  const known = new Set(entries.map((entry) => `${entry.recordId} ${entry.change}`));
  const isKnown = (change: RecordChange) => known.has(`${change.id} ${change.change}`);
  return { confirmed: changes.filter(isKnown), missing: changes.filter((change) => !isKnown(change)) };
}

/** Whether this turn has written something that none of the changes tells: a tool failed after it had begun. */
export async function hasUntoldWrites(
  { crm, scope, turnId }: TurnRuntime,
  told: readonly RecordChange[],
): Promise<boolean> {
  const found = await crm.store
    .model('userAction')
    .exists({ workspaceId: scope.workspaceId, turnId, recordId: { $nin: told.map(({ id }) => id) } });
  return found !== null;
}

/** Numbers of a text as plain digits: "$12,000.50" -> "12000.50". List marks and single digits do not count. */
function figuresIn(text: string): string[] {
  const found = text.replace(/^\s*\d+[.)]\s/gm, '').match(/\d[\d,.\u00a0]*\d|\d{2,}/g) ?? [];
  return found.map((figure) => figure.replace(/[,\u00a0]/g, '').replace(/\.0+$/, ''));
}

/** Figures of an answer that stand in none of the tool results. */
export function unsupportedFigures(text: string, evidence: string): string[] {
  const known = new Set(figuresIn(evidence));
  const plain = evidence.replace(/[,\u00a0]/g, '');
  return figuresIn(text).filter((figure) => !known.has(figure) && !plain.includes(figure));
}

const DONE =
  'add|creat|updat|chang|delet|remov|mov|assign|reassign|merg|sent|schedul|complet|log|sav|set|mark|clos|restor';
/** "I have deleted ...", "has been moved", "Done! Updated ...". */
const CLAIM = new RegExp(
  `\\b(?:i|i've|we|we've)\\s+(?:have\\s+|just\\s+|now\\s+|successfully\\s+)*(?:${DONE})(?:ed|d|t)?\\b|\\b(?:has|have|was|were)\\s+(?:now\\s+|successfully\\s+)*(?:been\\s+)?(?:${DONE})(?:ed|d)\\b|^\\s*(?:done|all set)\\b`,
  'i',
);

/** Whether a text says that something was done to records; allowed only where the audit log agrees. What it quotes is somebody else's. */
export function claimsChange(text: string): boolean {
  return CLAIM.test(text.replace(/“[^”]*”/g, ''));
}

/**
 * Makes a text safe to show: no images (a remote one would tell that it was read), no raw HTML, no links to hosts
 * that the workspace has not allowed, no record ids.
 */
export function safeText(text: string, allowedHosts: readonly string[]): string {
  return (
    text
      .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/!\[([^\]]*)\]\[[^\]]*\]/g, '$1')
      .replace(/<\/?[a-z][^>]*>/gi, '')
      .replace(/\[([^\]]*)\]\(([^)\s]*)[^)]*\)/g, (whole, label: string, target: string) =>
        isAllowed(target, allowedHosts) ? whole : label,
      )
      .replace(/\bhttps?:\/\/[^\s)>\]`”]+/gi, (url) =>
        isAllowed(url, allowedHosts) ? url : `\`${hostOf(url)}\``,
      )
      // one that stands in an address leads somewhere
      .replace(/\s*\(?\b(?:id:?\s*)?(?<![/=#])[0-9a-f]{24}\b\)?/g, '')
      .trim()
  );
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return 'link';
  }
}

function isAllowed(target: string, allowedHosts: readonly string[]): boolean {
  if (target.startsWith('/') && !target.startsWith('//')) return true;
  if (target.startsWith('mailto:')) return true;
  const host = hostOf(target);
  return allowedHosts.some((allowed) => host === allowed || host.endsWith(`.${allowed}`));
}
