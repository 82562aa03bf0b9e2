import { providers } from '@clianta/agents/models/registry';
import { expect, it } from 'vitest';
import { geminiDriver } from '../support/model-drivers/gemini-driver.ts';
import { ollamaDriver } from '../support/model-drivers/ollama-driver.ts';
import { openAiDriver } from '../support/model-drivers/openai-driver.ts';
import { modelContract } from './model.contract.ts';

const DRIVERS = [geminiDriver, ollamaDriver, openAiDriver];
for (const driver of DRIVERS) modelContract(driver);

it('every provider of the registry that calls somebody runs the contract', () => {
  const called = Object.keys(providers).filter((name) => name !== 'embedded');
  expect(DRIVERS.map(({ provider }) => provider).sort()).toEqual(called.sort());
});
