import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { type PhoneRow, PhoneRows } from '../../marketing/phone-message/phone-rows.ts';
import { suppress } from '../../marketing/suppression/suppress.ts';

/** Whoever has the number has answered STOP. https://www.twilio.com/docs/api/errors/21610 */
const OPTED_OUT = 21_610;

const WORDS: Readonly<Record<number, string>> = {
  [OPTED_OUT]: 'They have answered STOP, so nothing more goes to this number.',
  21211: 'There is no such number.',
  21408: 'Texts to that country are not switched on in the Twilio console.',
  21614: 'The number cannot get text messages.',
  30003: 'The phone is off, or out of reach.',
  30004: 'The number blocks these messages.',
  30005: 'The number is not in use.',
  30006: 'It is a landline, or a carrier that is not reached.',
  30007: 'The carrier has filtered it out as spam.',
};
const CALLS: Readonly<Record<string, string>> = {
  busy: 'The line was busy.',
  'no-answer': 'Nobody answered, and no machine.',
  canceled: 'The call was cancelled at Twilio.',
};

const DELIVERED = new Set(['delivered', 'read']);
const FAILED = new Set(['failed', 'undelivered', 'canceled', 'busy', 'no-answer']);

export const twilioWords = (code: number | undefined): string | undefined =>
  code === undefined ? undefined : (WORDS[code] ?? `Twilio could not do it (error ${code}).`);

/** What follows from how a message or call stands at Twilio; repeated and late news change nothing. */
export async function takeTwilioStatus(
  crm: CrmCore,
  row: PhoneRow,
  news: { sid: string; status: string; code?: number | undefined },
): Promise<void> {
  const rows = new PhoneRows(crm);
  const known = { providerId: news.sid };
  // a call ends as well where a person took it and nothing was said: what was is known when it was asked for
  if (DELIVERED.has(news.status) && row.kind === 'sms') {
    await rows.tell(row, 'delivered', known);
    return;
  }
  if (!FAILED.has(news.status)) {
    await rows.tell(row, 'sent', known);
    return;
  }
  await noteRefusal(crm, row, news.code);
  const why = twilioWords(news.code) ?? CALLS[news.status] ?? 'It did not arrive.';
  await rows.tell(row, 'failed', { ...known, why });
}

/** What the vendor says of a number is kept with it: whoever has said STOP is not written to again. */
export async function noteRefusal(crm: CrmCore, row: PhoneRow, code: number | undefined): Promise<void> {
  if (code !== OPTED_OUT) return;
  await suppress(crm, systemScope(row.workspaceId), {
    channel: 'sms',
    address: row.phone,
    scope: 'all',
    reason: 'stop',
    note: 'Twilio says that they have answered STOP.',
  });
}
