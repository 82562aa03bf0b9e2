/** An e-mail address in the one form in which it is stored, looked up and counted. */
export function normalEmail(email: string): string {
  return email.normalize('NFC').trim().toLowerCase();
}
