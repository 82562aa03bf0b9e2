import { isDeepStrictEqual } from 'node:util';
import type { GuardContext, PrepareContext } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';

/** What the rules look at of a definition. */
interface Definition {
  name: string;
  instructions: string;
  tools: string[];
  triggers: unknown[];
  schedule?: unknown;
  status: string;
  edition: number;
  publishedEdition?: number | undefined;
  published?: unknown;
  ownerId: string;
  publishedById?: string | undefined;
  publishedRole?: string | undefined;
  lastSlot?: Date | undefined;
}

const MADE = ['name', 'instructions', 'tools', 'triggers', 'schedule'] as const;

/** Counts the editions, and keeps what is switched on as it was tested. */
export async function completeDefinition<D extends Definition>(
  next: D,
  { before, id, readWhere, now }: PrepareContext<D>,
): Promise<Partial<D>> {
  const isOther =
    before !== undefined && MADE.some((name) => !isDeepStrictEqual(plain(before[name]), plain(next[name])));
  const edition = before ? before.edition + (isOther ? 1 : 0) : 1;
  const isPublished =
    next.publishedEdition !== undefined && next.publishedEdition !== before?.publishedEdition;
  if (next.status === 'active' && next.publishedEdition === undefined)
    throw new InvalidError(`${next.name} is switched on by publishing a version of it.`, {
      publishedEdition: 'says no version',
    });
  if (!isPublished)
    // what may be asked of an edition is asked when it is switched on; the one in use stays
    return { edition, published: before?.published, lastSlot: next.lastSlot } as Partial<D>;
  if (next.publishedEdition !== edition)
    throw new InvalidError(`${next.name} was changed meanwhile: version ${edition} is the newest.`, {
      publishedEdition: 'is not the newest version',
    });
  const passed =
    id === undefined
      ? undefined
      : await readWhere('agentEvaluation', { definitionId: id, edition, isPassed: true });
  if (!passed)
    throw new InvalidError(
      `${next.name} has not passed its tests yet: version ${edition} needs at least three passed test cases. Say “test ${next.name}”.`,
      { publishedEdition: 'has not passed its tests' },
    );
  const { name, instructions, tools, triggers, schedule } = next;
  const published = { edition, name, instructions, tools, triggers, ...(schedule ? { schedule } : {}) };
  // what was due before it was switched on is not run
  return { edition, published, lastSlot: now } as unknown as Partial<D>;
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** An agent is changed by who owns it, and runs by itself with the rights of who has switched it on. */
export async function definitionRefusal(
  { before, after }: { before?: Definition; after?: Definition },
  { role, actorId }: GuardContext,
): Promise<string | undefined> {
  const isAdmin = role === 'admin' || role === 'owner' || role === 'system';
  if (before && before.ownerId !== actorId && !isAdmin)
    return `${before.name} is somebody else's agent. Its owner or an admin changes it.`;
  if (!after || role === 'system') return undefined;
  const isOther =
    after.publishedById !== before?.publishedById ||
    after.publishedRole !== before?.publishedRole ||
    after.publishedEdition !== before?.publishedEdition;
  if (isOther && (after.publishedById !== actorId || after.publishedRole !== role))
    return 'An agent is switched on in nobody else’s name.';
  const isResumed = after.status === 'active' && before?.status !== 'active';
  if (isResumed && after.publishedById !== actorId)
    return 'It would run with the rights of somebody else. Publish it in your own name.';
  return undefined;
}
