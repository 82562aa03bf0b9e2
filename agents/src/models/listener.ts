import type { Segment } from '@clianta/crm-core/crm/call-recording/call-recording.schema';

/** A stretch of a recording, in milliseconds from its beginning. */
export interface SoundWindow {
  fromMs: number;
  toMs: number;
}

/** What was heard in a window; times count from the beginning of the recording. */
export interface HeardWindow {
  segments: Segment[];
  /** Nobody speaks from here to the end of the window. */
  silentFromMs?: number;
  /** What it has cost. */
  tokens: number;
}

/** Turns sound into who said what. */
export interface Listener {
  /**
   * Hands a recording over, once.
   *
   * @param path - of the file on this machine
   * @returns the name by which it is listened to and forgotten
   * @throws ModelFailure
   */
  upload(path: string, mime: string, signal: AbortSignal): Promise<string>;
  /** @throws ModelFailure, also for what the model answered and nobody can use; MissingSoundError when it is not there any more */
  listen(name: string, window: SoundWindow, signal: AbortSignal): Promise<HeardWindow>;
  /** Has it deleted; of one that is gone nothing. */
  forget(name: string, signal: AbortSignal): Promise<void>;
}

/** One whose client is loaded when something is to be heard. */
export function lazily(make: () => Promise<Listener>): Listener {
  let made: Promise<Listener> | undefined;
  const listener = () => {
    made ??= make();
    return made;
  };
  return {
    upload: async (...given) => (await listener()).upload(...given),
    listen: async (...given) => (await listener()).listen(...given),
    forget: async (...given) => (await listener()).forget(...given),
  };
}
