import type { Step } from '@clianta/crm-core/automation/definition.schema';
import type { Reading } from '../reading.ts';

/** A step without its id. */
export type NewStep = Step extends infer S ? (S extends Step ? Omit<S, 'id'> : never) : never;

/** Reads one kind of step; undefined: the words are for something else. */
export type StepReader = (said: string, reading: Reading) => Promise<NewStep | undefined>;

export const does = (action: string, input: Record<string, unknown>): NewStep => ({
  kind: 'action',
  action,
  input,
  onError: 'stop',
});

/** What points at the record that the workflow works on. */
export const IT =
  '(?:it|them|him|her|this|that|this one|that one|the (?:lead|deal|contact|company|ticket|task|person|customer|record|account|proposal|opportunity))';
