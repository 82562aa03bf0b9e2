import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { LastList } from '../../../tool.ts';
import type { LanguageContext } from '../../language-context.ts';
import type { Act } from '../../recognise/lexicon/verbs.ts';
import type { NameLookup } from '../../recognise/names/known-names.ts';
import type { Clause } from '../../recognise/unit.ts';
import type { Introduced } from '../grammar/selection.ts';

/** The search that a follow-up goes on from: the last list, or one of the same message. */
export interface LastSearch extends Omit<LastList, 'where' | 'anyOf'> {
  where?: Condition[];
  anyOf?: Condition[][];
  isOfMessage?: boolean;
}

/** One clause with its courtesy taken off, and what its first words may order. */
export interface Request {
  clause: Clause;
  context: LanguageContext;
  lookup: NameLookup;
  introduced: readonly Introduced[];
  /** Where the verb or, without one, the content begins. */
  start: number;
  to: number;
  /** The verbs at the start, with how many units each takes. */
  acts: ReadonlyMap<Act, number>;
  isQuestion: boolean;
  /** It speaks of a deed, or repeats what somebody said: nothing is ordered. */
  isTalk?: boolean;
  last?: LastSearch;
}

/** What a frame makes of a clause, before it is checked against the tool's input. */
export interface Draft {
  tool: string;
  args: Record<string, unknown>;
  /** 0 to 1; below a half the clause counts as not understood. */
  confidence: number;
  needsPrevious?: boolean;
  /** Records that later clauses may speak of. */
  introduces?: Introduced[];
  /** It says more of the search before it in the message: these arguments go there. */
  refines?: Record<string, unknown>;
  /** It has kept the ledger itself: what is not in `unread` has its place. */
  isAccounted?: boolean;
  /** It shows again what was shown, of other records: it changes nothing, whatever its tool is called. */
  isShownAgain?: boolean;
  /** No word of it says which kind of record: the kind is a guess. */
  isGuess?: boolean;
  /** Words it could not read. */
  unread?: string[];
  /** Of what only looks: words that have no place in it, which is said with the answer. */
  aside?: string[];
  /** It is what its words are surely about, in whatever order: the same in a plainer turn of phrase is nearer. */
  isLoose?: boolean;
  /** Why it cannot be done, in a sentence for the user. */
  refusal?: string;
  /** All that it lacks can be filled in. */
  isForm?: boolean;
  /** What it understood although no argument says it: the title of a record that is named by its id, a former employer. */
  read?: string[];
}

/** Reads one kind of request; undefined when the clause is something else. */
export type Frame = (request: Request) => Draft[] | undefined | Promise<Draft[] | undefined>;

/** Where the words after a verb begin; undefined when the clause does not begin with such a verb. */
export function afterVerb(request: Request, ...acts: Act[]): number | undefined {
  const lengths = acts.map((act) => request.acts.get(act) ?? 0);
  const length = Math.max(...lengths);
  return length > 0 ? request.start + length : undefined;
}

/** The reading with the highest confidence, as a frame returns it. */
export function bestOf(drafts: ReadonlyArray<Draft | undefined>): Draft[] | undefined {
  const found = drafts.filter((draft) => draft !== undefined);
  const best = found.toSorted((a, b) => b.confidence - a.confidence)[0];
  return best && [best];
}
