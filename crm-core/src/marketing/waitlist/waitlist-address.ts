const GOOGLE = new Set(['gmail.com', 'googlemail.com']);

/** One person's address, however it is written: without what stands behind a plus, and at Gmail without dots. */
export function waitlistAddress(email: string): string {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1).toLowerCase();
  const name = email
    .slice(0, at)
    .toLowerCase()
    .replace(/(?<=.)\+.*$/, '');
  return GOOGLE.has(domain) ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${domain}`;
}
