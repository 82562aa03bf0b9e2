import type { Step } from './definition.schema.ts';

/** A step with where it leads: workflows are trees for people, and a list of jumps for whoever runs them. */
export interface Node {
  step: Step;
  /** What comes after it; undefined: the end. Behind the last step of a loop comes the loop again. */
  next: string | undefined;
  /** How many loops it stands in. */
  depth: number;
  /** The loop over records, around it, whose record it works on. */
  among: string | undefined;
}

export type Program = ReadonlyMap<string, Node>;

export function programOf(steps: readonly Step[]): Program {
  const nodes = new Map<string, Node>();
  const add = (
    list: readonly Step[],
    behind: string | undefined,
    depth: number,
    among: string | undefined,
  ) => {
    for (const [at, step] of list.entries()) {
      const next = list[at + 1]?.id ?? behind;
      nodes.set(step.id, { step, next, depth, among });
      if (step.kind === 'branch') {
        add(step.yes, next, depth, among);
        add(step.no, next, depth, among);
      }
      if (step.kind === 'loop') add(step.steps, step.id, depth + 1, 'records' in step.over ? step.id : among);
    }
  };
  add(steps, undefined, 0, undefined);
  return nodes;
}

/** Where a run is: the step that comes next, and the round of each loop around it. */
export interface Cursor {
  stepId: string | undefined;
  loopPath: number[];
}

/** Behind a step that is no branch and no loop. */
export const behind = ({ next }: Node, loopPath: readonly number[]): Cursor => ({
  stepId: next,
  loopPath: [...loopPath],
});

/**
 * Where a loop goes on: into its next round, or behind it. Whether it is come to for the first time is told by the path,
 * which a wait within it keeps: a round that was begun is not begun anew.
 */
export function aroundLoop(node: Node, loopPath: readonly number[], rounds: number): Cursor {
  if (node.step.kind !== 'loop') throw new Error(`Step ${node.step.id} is no loop.`);
  const outer = loopPath.slice(0, node.depth);
  const before = loopPath[node.depth];
  const round = before === undefined ? 0 : before + 1;
  return round < rounds
    ? { stepId: node.step.steps[0]?.id, loopPath: [...outer, round] }
    : { stepId: node.next, loopPath: outer };
}

export function intoBranch(node: Node, loopPath: readonly number[], holds: boolean): Cursor {
  if (node.step.kind !== 'branch') throw new Error(`Step ${node.step.id} is no branch.`);
  const [first] = holds ? node.step.yes : node.step.no;
  return { stepId: first?.id ?? node.next, loopPath: [...loopPath] };
}
