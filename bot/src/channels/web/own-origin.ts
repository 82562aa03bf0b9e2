/** A page of another site must not open a socket with the user's cookie. */
export function isOwnOrigin(
  headers: { origin?: string | undefined; host?: string | undefined },
  allowed: readonly string[],
): boolean {
  if (!headers.origin) return true;
  if (allowed.includes(headers.origin)) return true;
  try {
    return new URL(headers.origin).host === headers.host;
  } catch {
    return false;
  }
}
