import type { EmailAccountRecord } from './email-account.schema.ts';

export interface SendingLimits {
  perMinute: number;
  perDay: number;
}

/** What a server of nobody's that is known takes: our choice. */
const OTHERS: SendingLimits = { perMinute: 60, perDay: 2_000 };
/** Google, "Gmail sending limits in Google Workspace": 500 a day for private accounts, 2,000 for those of a workspace. */
const GMAIL: SendingLimits = { perMinute: 60, perDay: 500 };
/** Microsoft, "Exchange Online limits": 10,000 recipients a day, 30 messages a minute. */
const MICROSOFT: SendingLimits = { perMinute: 30, perDay: 10_000 };

const GOOGLE_HOST = /(?:^|\.)(?:gmail|googlemail|google)\.com$/;
const MICROSOFT_HOST = /(?:^|\.)(?:office365|outlook)\.com$/;
const PRIVATE_GOOGLE = /@(?:gmail|googlemail)\.com$/;

/** How much may be sent from a mailbox: as it says, else what its provider allows. */
export function sendingLimits({
  address,
  smtp,
  provider,
  perMinute,
  perDay,
}: Pick<EmailAccountRecord, 'address' | 'smtp' | 'provider' | 'perMinute' | 'perDay'>): SendingLimits {
  const usual = usualLimits(address, smtp?.host ?? '', provider);
  return { perMinute: perMinute ?? usual.perMinute, perDay: perDay ?? usual.perDay };
}

function usualLimits(address: string, host: string, provider: string): SendingLimits {
  if (provider === 'gmail' || GOOGLE_HOST.test(host)) return PRIVATE_GOOGLE.test(address) ? GMAIL : OTHERS;
  if (provider === 'outlook' || MICROSOFT_HOST.test(host)) return MICROSOFT;
  return OTHERS;
}
