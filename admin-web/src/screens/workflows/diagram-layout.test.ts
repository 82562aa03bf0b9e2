import type { DrawnStep } from '@clianta/agents/workflows/drawn-workflow.schema';
import { describe, expect, it } from 'vitest';
import { drawing, wrapped } from './diagram-layout.ts';

const step = (id: string, text = id): DrawnStep => ({ id, kind: 'action', text });
const branch: DrawnStep = {
  id: 'b',
  kind: 'branch',
  text: 'If country is Germany',
  yes: [step('y1'), step('y2')],
  no: [],
};

describe('the drawing of a workflow', () => {
  it('has a box for each step, none over another, all within it', () => {
    const loop: DrawnStep = { id: 'l', kind: 'loop', text: '3 times', inner: [step('i1'), branch] };
    const { boxes, width, height } = drawing('When a deal is won', [
      step('a'),
      loop,
      step('z', 'word '.repeat(40)),
    ]);
    expect(boxes.map(({ id }) => id)).toEqual(['begin', 'a', 'l', 'i1', 'b', 'y1', 'y2', 'z']);
    for (const one of boxes) {
      expect(one.x).toBeGreaterThanOrEqual(0);
      expect(one.x + one.width).toBeLessThanOrEqual(width);
      expect(one.y + one.height).toBeLessThanOrEqual(height);
      for (const other of boxes.filter((box) => box !== one))
        expect(
          one.y + one.height <= other.y ||
            other.y + other.height <= one.y ||
            one.x + one.width <= other.x ||
            other.x + other.width <= one.x,
          `${one.id} over ${other.id}`,
        ).toBe(true);
    }
  });

  it('leads both sides of a branch on to what comes behind it', () => {
    const { boxes, lines } = drawing('When', [branch, step('z')]);
    const last = boxes.at(-1);
    expect(lines.filter(({ to }) => to.y === last?.y)).toHaveLength(2);
    expect(lines.find(({ label }) => label === 'yes')).toBeDefined();
  });

  it('breaks words into lines, and cuts what is too long for one', () => {
    expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapped('abcdefghijkl', 7)).toEqual(['abcdef…']);
  });
});
