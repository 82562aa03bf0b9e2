import { z } from 'zod';
import { slot } from '../../../slot.ts';
import type { Proposal, Tool, ToolContext, ToolResult } from '../../../tool.ts';

/** A part of the settings: what `change_settings` hands its calls on to. */
export interface SettingArea<S extends z.ZodObject = z.ZodObject> {
  name: string;
  /** What it is doing, for people: "Changing webhooks". */
  does: string;
  /** What it is about; the model reads this. */
  about: string;
  /** What is done in it; the first is what is done unless something else is said. */
  actions: readonly [string, ...string[]];
  /** The arguments it goes by, all optional. Those of all areas are the tool's: one that two have is the same schema. */
  input: S;
  /** What its calls do, and to which records. */
  call: Required<Pick<Tool, 'entity' | 'operation'>>;
  example: string;
  /** What is asked first; undefined: nothing is. */
  propose?(args: AreaArgs<S>, context: ToolContext): Promise<Proposal | undefined>;
  run(args: AreaArgs<S>, context: ToolContext): Promise<ToolResult>;
}

export type AreaArgs<S extends z.ZodObject> = z.output<S> & { action: string };

export function defineArea<S extends z.ZodObject>(area: SettingArea<S>): SettingArea {
  return area as unknown as SettingArea;
}

export const wordsOf = (longest: number) =>
  slot({ kind: 'text' }, z.string().trim().min(2).max(longest)).optional();

/** Arguments of more than one area. */
export const shared = {
  agent: wordsOf(60).describe('An agent: of autonomy and budget'),
  isOn: z.boolean().optional().describe('Whether an agent works at all, or a schedule is kept'),
  person: slot({ kind: 'teammate' }, z.string())
    .optional()
    .describe('The one teammate who decides on an approval, or whose a token is; "me"'),
};
