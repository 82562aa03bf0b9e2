import { describe, expect, it } from 'vitest';
import { definitionSchema, type Step } from './definition.schema.ts';
import { aroundLoop, behind, type Cursor, intoBranch, programOf } from './program.ts';

const tag = (id: string): Step => ({
  id,
  kind: 'action',
  action: 'add_tag',
  input: { tags: [id] },
  onError: 'stop',
});

/** The steps that are taken, in order: branches as given, loops three times. */
function walked(steps: Step[], holds: boolean): string[] {
  const program = programOf(steps);
  let at: Cursor = { stepId: steps[0]?.id, loopPath: [] };
  const taken: string[] = [];
  while (at.stepId !== undefined && taken.length < 100) {
    const node = program.get(at.stepId);
    if (!node) throw new Error(`There is no step ${at.stepId}.`);
    if (node.step.kind === 'branch') at = intoBranch(node, at.loopPath, holds);
    else if (node.step.kind === 'loop') at = aroundLoop(node, at.loopPath, 3);
    else {
      taken.push([node.step.id, ...at.loopPath].join('.'));
      at = behind(node, at.loopPath);
    }
  }
  return taken;
}

describe('the program of a workflow', () => {
  it('goes into one side of a branch and on behind it', () => {
    const steps: Step[] = [
      tag('a'),
      { id: 'b', kind: 'branch', if: {}, yes: [tag('c'), tag('d')], no: [] },
      tag('e'),
    ];
    expect(walked(steps, true)).toEqual(['a', 'c', 'd', 'e']);
    expect(walked(steps, false)).toEqual(['a', 'e']);
  });

  it('goes through loops within loops as often as they say, each round once', () => {
    const inner: Step = { id: 'in', kind: 'loop', over: { times: 3 }, steps: [tag('x')] };
    const outer: Step = { id: 'out', kind: 'loop', over: { times: 3 }, steps: [tag('a'), inner] };
    expect(walked([outer, tag('z')], true)).toEqual([
      ...[0, 1, 2].flatMap((round) => [`a.${round}`, `x.${round}.0`, `x.${round}.1`, `x.${round}.2`]),
      'z',
    ]);
  });

  it('goes on in the round in which it waited', () => {
    const wait: Step = { id: 'w', kind: 'wait', input: { for: { amount: 1, unit: 'days' } } };
    const program = programOf([{ id: 'l', kind: 'loop', over: { times: 3 }, steps: [tag('a'), wait] }]);
    const waiting = program.get('w');
    const loop = program.get('l');
    if (!waiting || !loop) throw new Error('a step is missing');
    // after the wait in the second round the loop comes again, and goes on to the third
    const after = behind(waiting, [1]);
    expect(after).toEqual({ stepId: 'l', loopPath: [1] });
    expect(aroundLoop(loop, after.loopPath, 3)).toEqual({ stepId: 'a', loopPath: [2] });
    expect(aroundLoop(loop, [2], 3)).toEqual({ stepId: undefined, loopPath: [] });
    expect(aroundLoop(loop, [], 0)).toEqual({ stepId: undefined, loopPath: [] });
  });
});

describe('a definition', () => {
  const made = (steps: Step[]) =>
    definitionSchema.safeParse({ trigger: { on: 'created', entity: 'contact' }, steps }).success;

  it('is nested three deep at most, with fifty steps at most, each of its own id', () => {
    const nested = (depth: number): Step =>
      depth === 0 ? tag('t') : { id: `b${depth}`, kind: 'branch', if: {}, yes: [nested(depth - 1)], no: [] };
    expect(made([nested(3)])).toBe(true);
    expect(made([nested(4)])).toBe(false);
    expect(made(Array.from({ length: 50 }, (_, at) => tag(`s${at}`)))).toBe(true);
    expect(made(Array.from({ length: 51 }, (_, at) => tag(`s${at}`)))).toBe(false);
    expect(made([tag('a'), tag('a')])).toBe(false);
  });
});
