/** `unknown`: nobody answered, or it cannot be told from outside. */
export type CheckState = 'ok' | 'warning' | 'failed' | 'unknown';

export interface DomainCheck {
  name: 'SPF' | 'DKIM' | 'DMARC' | 'MX';
  state: CheckState;
  /** What there is, in a sentence. */
  found: string;
  /** What to do; with the record to paste where there is one. */
  fix?: string;
  record?: { name: string; type: 'TXT' | 'MX'; value: string };
}

export const unanswered = (name: DomainCheck['name'], domain: string): DomainCheck => ({
  name,
  state: 'unknown',
  found: `The name servers of ${domain} did not answer. Try again in a while.`,
});
