import { loadRouter, mask } from '@clianta/agents/language/route/router';
import { catalogue } from '@clianta/agents/registry';
import { describe, expect, it } from 'vitest';
import { gardenCatalogue } from '../../support/garden.ts';

const router = loadRouter(gardenCatalogue);
const best = (text: string) => router.route(mask(text))[0];

describe('an agent that the weights have never heard of', () => {
  it.each([
    ['water the fern', 'water_plant'],
    ['the fern needs water', 'water_plant'],
    ['which plants are in the north bed', 'search_plants'],
    ['remove all plants in the south bed', 'delete_plants'],
  ])('is found by its sayings: %s', (text, tool) => {
    expect(best(text)).toMatchObject({ agent: 'gardenAgent', tool });
    expect(best(text)?.probability).toBeGreaterThan(0.5);
  });

  it.each([
    ['delete all contacts without an e-mail'],
    ['how many companies are in Spain'],
    ['move the Acme deal to Proposal'],
    ['remind me to call Jane tomorrow'],
  ])('takes nothing from the others: %s', (text) => {
    const before = loadRouter(catalogue).route(mask(text))[0];
    expect(best(text)).toMatchObject({ agent: before?.agent, tool: before?.tool });
    expect(best(text)?.probability).toBeGreaterThan((before?.probability ?? 0) - 0.2);
  });

  it('leaves probabilities that sum to 1 at most', () => {
    const sum = router.route(mask('water the fern')).reduce((total, one) => total + one.probability, 0);
    expect(sum).toBeCloseTo(1, 5);
  });
});
