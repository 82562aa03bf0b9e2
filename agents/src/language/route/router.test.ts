import { describe, expect, it } from 'vitest';
import { catalogue } from '../../registry.ts';
import { loadRouter, mask, shippedWeights } from './router.ts';
import { trainingExamples } from './training/examples.ts';
import { inputsHash, trainRouter } from './training/train-router.ts';
import { decodeWeights, encodeWeights } from './weights-file.ts';

const router = loadRouter(catalogue);
const best = (text: string) => router.route(mask(text))[0];

describe('the router', () => {
  it('was trained on the sayings and features there are; if not, run npm run train', () => {
    expect(shippedWeights().hash).toBe(inputsHash(trainingExamples(catalogue)));
  });

  it.each([
    ['Move the Acme deal to negotiation', 'dealAgent', 'move_deal'],
    ["what's Jane's phone number", 'contactAgent', 'get_contact'],
    ['remind me to call Tom tomorrow at 3pm', 'taskAgent', 'create_task'],
    ['remember that Jane prefers mornings', 'memoryAgent', 'remember'],
    ['undo that', 'generalAgent', 'undo_last'],
    ['forecast for Q3', 'forecastAgent', 'forecast'],
  ])('knows whom to ask: %s', (text, agent, tool) => {
    expect(best(text)).toMatchObject({ agent, tool });
  });

  it('names every tool once, the likeliest first, with probabilities that sum to 1 at most', () => {
    const choices = router.route(mask('how are things at Acme'));
    const names = choices.map(({ agent, tool }) => `${agent} ${tool}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['dealAgent move_deal', 'forecastAgent forecast']));
    const sum = choices.reduce((total, { probability }) => total + probability, 0);
    expect(sum).toBeCloseTo(1, 5);
    expect(choices.map(({ probability }) => probability)).toEqual(
      choices.map(({ probability }) => probability).sort((a, b) => b - a),
    );
  });

  it('is unsure of nonsense', () => {
    expect(best('xqzt brmpf 17')?.probability).toBeLessThan(0.5);
  });

  it('answers for no words at all', () => {
    expect(router.route([]).length).toBeGreaterThan(100);
  });
});

it('weights are the same after they were written and read, up to a byte of exactness', () => {
  const examples = ['red apple', 'red cherry', 'green apple', 'green cherry'].map((text) => ({
    isBeside: false,
    agent: text.startsWith('red') ? 'redAgent' : 'greenAgent',
    tool: text.endsWith('apple') ? 'eat_apple' : 'eat_cherry',
    variants: [text.split(' ')],
  }));
  const weights = trainRouter(examples);
  const read = decodeWeights(encodeWeights(weights));
  expect(read.hash).toBe(weights.hash);
  const differences = Float32Array.from(read.agents.weights, (weight, index) =>
    Math.abs(weight * read.agents.scale - (weights.agents.weights[index] as number)),
  );
  expect(differences.reduce((most, one) => Math.max(most, one), 0)).toBeLessThanOrEqual(read.agents.scale);
});
