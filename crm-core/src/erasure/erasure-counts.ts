import type { CrmCore } from '../crm-core.ts';
import { Erasure, type ErasureStep } from './erasure/erasure.schema.ts';

/** What an erasure has come to, by place; kept with it as it goes on, so that no crash loses more than a batch. */
export class ErasureCounts {
  readonly #steps: Map<string, ErasureStep>;
  #isSaved = true;

  constructor(steps: readonly ErasureStep[] = []) {
    this.#steps = new Map(steps.map((step) => [step.target, { ...step }]));
  }

  get steps(): ErasureStep[] {
    return [...this.#steps.values()].sort((a, b) => (a.target < b.target ? -1 : 1));
  }

  erased(target: string, count = 1): void {
    const step = this.#of(target);
    step.found += count;
    step.erased += count;
  }

  found(target: string, count = 1): void {
    this.#of(target).found += count;
  }

  /** What stays was seen by the round before too: it is counted anew in each. */
  beginRound(): void {
    for (const step of this.#steps.values()) {
      step.found -= step.kept;
      step.kept = 0;
    }
  }

  kept(target: string, why: string, count = 1): void {
    const step = this.#of(target);
    step.found += count;
    step.kept += count;
    step.why = why;
  }

  /** What is to be known of a place all of which is erased. */
  noted(target: string, why: string): void {
    this.#of(target).why ??= why;
  }

  async save(crm: CrmCore, erasureId: string): Promise<void> {
    if (this.#isSaved) return;
    this.#isSaved = true;
    await crm.store.model(Erasure.name).updateOne({ _id: erasureId }, { $set: { steps: this.steps } });
  }

  #of(target: string): ErasureStep {
    this.#isSaved = false;
    const known = this.#steps.get(target) ?? { target, found: 0, erased: 0, kept: 0 };
    this.#steps.set(target, known);
    return known;
  }
}
