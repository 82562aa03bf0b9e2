import { expect, it } from 'vitest';
import {
  addStage,
  changeStage,
  draftOf,
  moveStage,
  pipelineOf,
  problemsOf,
  removeStage,
} from './pipeline-draft.ts';

const aPipeline = () => ({
  name: 'Sales',
  stages: [
    { id: 'a', name: 'New', probability: 0.125, kind: 'open' as const },
    { id: 'b', name: 'Won', probability: 1, kind: 'won' as const },
  ],
});

it('survives the way to percent and back', () => {
  expect(pipelineOf(draftOf(aPipeline()))).toEqual(aPipeline());
});

it('adds a stage before the closing ones', () => {
  expect(addStage(draftOf(aPipeline()), 'x').stages.map(({ id }) => id)).toEqual(['a', 'x', 'b']);
});

it('moves a stage, and leaves the draft alone at either end', () => {
  const draft = draftOf(aPipeline());
  expect(moveStage(draft, 0, 1).stages.map(({ id }) => id)).toEqual(['b', 'a']);
  expect(moveStage(draft, 0, -1)).toBe(draft);
});

it('sets the chance of a closing stage', () => {
  expect(changeStage(draftOf(aPipeline()), 'a', { kind: 'lost' }).stages[0]?.percent).toBe('0');
});

it('names what keeps it from being saved', () => {
  const draft = draftOf(aPipeline());
  expect(problemsOf(draft)).toEqual({});
  expect(problemsOf(changeStage(draft, 'a', { name: ' won ' }))).toHaveProperty('b');
  expect(problemsOf(changeStage(draft, 'a', { name: '' }))).toHaveProperty('a');
  expect(problemsOf(changeStage(draft, 'a', { percent: '101' }))).toHaveProperty('a');
  expect(problemsOf(changeStage(draft, 'a', { percent: '' }))).toHaveProperty('a');
  expect(problemsOf(removeStage(removeStage(draft, 'a'), 'b'))).toHaveProperty('stages');
});
