import type { Models } from '@clianta/agents/models/models';
import { variablesAbout } from '@clianta/agents/models/registry';
import { checkClient } from '@clianta/crm-core/integrations/layer/check-client';
import type { Integrations } from '@clianta/crm-core/integrations/layer/integrations';
import { logger } from '@clianta/crm-core/logger';
import { channelStates, channels } from '../channels/registry.ts';
import type { Config } from '../config.ts';
import type { KeyProblem } from './key-problem.ts';

/** How often what the server was started with is looked at again. */
const AGAIN_MS = 60 * 60_000;

interface Checked {
  config: Config;
  models: Models;
  integrations: Integrations;
  /** What the start itself has found. */
  found?: readonly KeyProblem[];
}

/** Whether channels, vendors and the model accept the keys that the server was started with. */
export class KeyChecks {
  readonly #options: Checked;
  readonly #found: readonly KeyProblem[];
  #refused: readonly KeyProblem[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: Checked) {
    this.#options = options;
    this.#found = [...options.config.problems, ...(options.found ?? [])];
  }

  /** What is wrong, as far as it is known. */
  get problems(): readonly KeyProblem[] {
    return [...this.#found, ...this.#refused];
  }

  /** Of one channel, vendor or the model, by its name for people. */
  of(label: string): KeyProblem | undefined {
    return this.problems.find((one) => one.label === label);
  }

  /** Asks all of them, and again from time to time. None keeps anything else from starting. */
  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.run(), AGAIN_MS).unref();
    await this.run();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async run(): Promise<void> {
    const found = await Promise.all([this.#model(), ...this.#channels(), ...this.#clients()]);
    const known = new Set(this.#refused.map(keyOf));
    this.#refused = found.flat();
    for (const one of this.#refused.filter((each) => !known.has(keyOf(each))))
      logger.warn({ label: one.label, variables: one.variables }, `a key is not accepted: ${one.problem}`);
  }

  async #model(): Promise<KeyProblem[]> {
    const { models, config } = this.#options;
    const wrong = await models.check?.();
    if (!wrong) return [];
    const variables = variablesAbout(config, wrong.about);
    return [{ label: 'Language model', variables, problem: wrong.problem }];
  }

  #channels(): Array<Promise<KeyProblem[]>> {
    const { config } = this.#options;
    const on = new Set(channelStates(config).flatMap(({ name, isOn }) => (isOn ? [name] : [])));
    return channels
      .filter(({ name }) => on.has(name))
      .map(async ({ label, env, check }) => {
        const wrong = (await check?.(env.parse(config))) ?? [];
        return wrong.map((one) => ({ label, ...one }));
      });
  }

  #clients(): Array<Promise<KeyProblem[]>> {
    return this.#options.integrations.vendors.map(async (vendor) => {
      const { title, needs } = vendor.integration;
      const problem = await checkClient(vendor);
      return problem ? [{ label: title, variables: needs, problem }] : [];
    });
  }
}

const keyOf = ({ label, variables, problem }: KeyProblem) => [label, ...variables, problem].join('\n');
