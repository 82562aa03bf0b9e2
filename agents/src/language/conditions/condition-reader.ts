import type { Catalogue } from '../../catalogue.ts';
import type { Command, LanguageContext, Understanding } from '../language-context.ts';
import type { LastSearch } from '../read/frames/frame.ts';
import type { CountTest } from './condition.ts';

/** What a condition reads, before it is known under which circumstances it is met. */
export interface ReadCondition {
  command: Command;
  count?: CountTest;
  /** It asks whether something is not so. */
  isNegated: boolean;
  /** The records that were counted, which "them" may mean. */
  list?: LastSearch | undefined;
  /** What was measured, as it was said. */
  things?: readonly string[];
  /** Of when it was: "since 2026-11-27". */
  period?: string;
}

export interface ConditionReading {
  /** The condition as a sentence of its own, with what its words stand for. */
  text: string;
  context: LanguageContext;
  catalogue: Catalogue;
  /** What the engine makes of a sentence. */
  read(text: string): Promise<Understanding>;
}

/** A reader knows one way in which conditions are said. */
export type ConditionReader = (reading: ConditionReading) => Promise<ReadCondition | undefined>;

/** A reading is no guess from here on. */
const SURE = 0.75;

/** The one call of a reading, when it only reads, is sure, and gives what a condition can go by. */
export function decidingCommand(
  understanding: Understanding,
  catalogue: Catalogue,
): { command: Command; by: 'count' | 'answer' } | undefined {
  if (understanding.kind !== 'commands') return undefined;
  const [command, ...more] = understanding.commands;
  if (!command || more.length > 0 || command.confidence < SURE || command.isAccounted === false)
    return undefined;
  const tool = catalogue.tool(command.tool)?.tool;
  const by = tool?.effect === 'read' ? tool.decides?.(command.args) : undefined;
  return by && { command, by };
}
