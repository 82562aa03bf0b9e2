/** After this long other work is let in. */
const SLICE_MS = 12;

/** Long work asks from time to time whether it is another's turn. */
export class TimeSlice {
  #end = Date.now() + SLICE_MS;

  get isOver(): boolean {
    return Date.now() >= this.#end;
  }

  /** Lets everything run that waits, then begins the next slice. */
  async letOthersRun(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#end = Date.now() + SLICE_MS;
  }
}
