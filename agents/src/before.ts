/** What the work comes to, or what `late` does when the signal is there first: it answers instead, or throws. */
export async function before<T>(signal: AbortSignal, work: Promise<T>, late: () => T): Promise<T> {
  let giveUp = () => {};
  const limit = new Promise<T>((resolve, reject) => {
    giveUp = () => {
      try {
        resolve(late());
      } catch (error) {
        reject(error);
      }
    };
  });
  signal.addEventListener('abort', giveUp);
  try {
    return await Promise.race([work, limit]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
