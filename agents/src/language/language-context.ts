import type { FocusItem } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { Calendar } from '@clianta/crm-core/entity/calendar';
import type { LastList, OpenQuestion } from '../tool.ts';
import type { Conditional } from './conditions/condition.ts';
import type { RecordLook } from './described/record-look.ts';

/** A record whose name the text may mean. */
export interface NameMatch {
  /** Name of an entity; `user` for a teammate, `pipeline` for a pipeline. */
  entity: string;
  id: string;
  title: string;
  /** 1: the same folded text; lower: only some words, a prefix, or a typo. */
  score: number;
}

/** A city or country of that name, and whether people are there themselves or only their companies. */
export interface Place {
  field: 'city' | 'country';
  isOfPeople: boolean;
}

/** A value that records of the workspace have in a short text field. */
export interface KnownValue {
  entity: string;
  /** As tools call it. */
  field: string;
  value: string;
  /** One of a list, such as a tag. */
  isListed: boolean;
}

/** What was written last in the conversation, for who corrects it. */
export interface LastWrite {
  turnId: string;
  /** What was said for it. */
  message: string;
  calls: ReadonlyArray<{ tool: string; args: Record<string, unknown> }>;
  /** What it touched, in that order. */
  records: ReadonlyArray<{ entity: string; id: string; change: string }>;
}

/** What the language engine needs to know of the workspace and the conversation. */
export interface LanguageContext {
  now: Date;
  timeZone: string;
  /** BCP 47; says whether 10/12 is in October or in December. */
  locale: string;
  /** Where weeks, quarters and years begin; default: weeks on Monday, years in January. */
  calendar?: Calendar;
  /** ISO 4217 of amounts without a currency. */
  currency: string;
  user: { id: string; name: string };
  /** Newest first: what "it", "her", "that deal" mean. */
  focus: readonly FocusItem[];
  /** What "them" means. */
  lastList?: LastList;
  /** Looked up where something is corrected; undefined when nothing near was written. */
  lastWrite?(): Promise<LastWrite | undefined>;
  /** The question that waits for an answer. */
  question?: OpenQuestion;
  /** All teammates; a workspace has few. */
  team: ReadonlyArray<{ id: string; name: string; email: string }>;
  pipelines: ReadonlyArray<{
    id: string;
    name: string;
    isDefault: boolean;
    stages: ReadonlyArray<{ name: string; kind: string }>;
  }>;
  customFields: ReadonlyArray<{
    entity: string;
    key: string;
    label: string;
    type: string;
    options?: string[] | null;
  }>;
  /** Looks a name up in the workspace (index-backed, one typo allowed), best first. */
  findNames(text: string, entities?: ReadonlyArray<NameMatch['entity']>): Promise<NameMatch[]>;
  /** Whether people or companies of the workspace are in a city or country of that name. */
  findPlace(text: string): Promise<Place | undefined>;
  /** Looks up whom and what words describe: "the person with the fewest overdue tasks". */
  look?: RecordLook;
  /** What short text fields hold: sources, tags, reasons. */
  knownValues(): Promise<readonly KnownValue[]>;
}

/** One thing to do: a tool call of one agent. */
export interface Command {
  agent: string;
  tool: string;
  args: Record<string, unknown>;
  /** 0 to 1. */
  confidence: number;
  /** Every word of it is used by the reading. Absent: the engine does not say, and its confidence stands. */
  isAccounted?: boolean;
  /** Words that have no place in it, which is said with the answer. */
  aside?: string[];
  /** It is what its words are surely about, in whatever order: the same in a plainer turn of phrase is nearer. */
  isLoose?: boolean;
  /** It speaks of a record that the command before makes or finds ("... and create a deal for them"). */
  dependsOnPrevious: boolean;
  /** The part of the message it was read from. */
  span: string;
}

export type Understanding = UnderstandingKind & {
  /**
   * What was recognised in the message, for a vendor's model, a line each: names with their kinds and ids, dates as ISO,
   * amounts: `"Jane" is the contact Jane Doe (id 65f...)`, `"next Friday" is 2026-12-04`.
   */
  hints?: readonly string[];
};

type UnderstandingKind =
  | { kind: 'commands'; commands: Command[]; complexity: number }
  /** A predefined plan by name; `args` name the records it is about. */
  | {
      kind: 'plan';
      plan: 'meeting_prep';
      args: { company?: string; contact?: string; deal?: string; occasion?: string };
      complexity: number;
    }
  /** Orders that hang on something that is to be looked up first. */
  | { kind: 'conditional'; conditional: Conditional }
  /** Greeting, thanks, good-bye. */
  | { kind: 'small_talk'; reply: string }
  /** Understood in more than one way, or not to the last word: a person says which call is meant. */
  | { kind: 'ask'; reply: string; offers: Command[]; suggestions: string[] }
  /** Understood, and not there yet: `reply` names the limit and the nearest thing that works. */
  | { kind: 'cannot'; reply: string; suggestions: string[] }
  /**
   * Not understood; `reply` says what was and what to say instead. `form`: a tool that lacks only what a form asks for.
   * `lacks`: a call that lacks one argument, which is asked for.
   */
  | { kind: 'unclear'; reply: string; suggestions: string[]; form?: string; lacks?: Lacking };

/** A call that lacks one argument. */
export interface Lacking {
  tool: string;
  args: Record<string, unknown>;
  /** Its name. */
  argument: string;
}
