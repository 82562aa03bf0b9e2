const PATIENCE_MS = 8_000;

/** @returns what a platform answers to a question that changes nothing; undefined where no answer came, which says nothing of a key */
export async function ask(
  url: string,
  init: RequestInit = {},
): Promise<{ status: number; body: unknown } | undefined> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(url, { ...init, redirect: 'manual', signal });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  } catch {
    return undefined;
  }
}
