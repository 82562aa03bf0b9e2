import { z } from 'zod';
import { InvalidError } from '../../errors.ts';
import type { PhoneRow } from '../../marketing/phone-message/phone-rows.ts';
import type { CallRequest } from '../layer/call-request.ts';
import type { Connection } from '../layer/define-integration.ts';
import { twilioAccount } from './twilio-account.ts';
import { twilioAddress } from './twilio-paths.ts';

const createdSchema = z.object({
  sid: z.string(),
  status: z.string(),
  num_segments: z.coerce.number().int().optional().catch(undefined),
});
export type TwilioMessage = z.output<typeof createdSchema>;

const listedSchema = z.object({
  sid: z.string(),
  status: z.string(),
  body: z.string().optional(),
  direction: z.string(),
  date_created: z.string().optional(),
  error_code: z.coerce.number().nullish().catch(undefined),
});
export type ListedByTwilio = z.output<typeof listedSchema>;

/** A mail clock and ours differ by less. */
const SKEW_MS = 2 * 60_000;

/** Hands a text or a call to Twilio, once: it has no key that would make doing it twice doing it once. */
export async function sendByTwilio(connection: Connection, row: PhoneRow): Promise<TwilioMessage> {
  const { crm, call } = connection;
  const { sid, from } = await twilioAccount(connection);
  const isService = from.startsWith('MG');
  const sender: Record<string, string> = isService ? { MessagingServiceSid: from } : { From: from };
  const status = twilioAddress(crm, 'status', row._id);
  if (row.kind === 'voice' && isService)
    throw new InvalidError('Calls need a number to come from: enter one instead of the messaging service.');
  const form =
    row.kind === 'sms'
      ? { To: row.phone, ...sender, Body: row.text, StatusCallback: status }
      : {
          To: row.phone,
          ...sender,
          Url: twilioAddress(crm, 'voice', row._id),
          // what to do is asked for once the machine has said its own
          MachineDetection: 'DetectMessageEnd',
          StatusCallback: status,
        };
  const path = `/2010-04-01/Accounts/${sid}/${row.kind === 'sms' ? 'Messages' : 'Calls'}.json`;
  return (await call({ method: 'POST', path, form, isRepeatable: false })).json(createdSchema);
}

/** What Twilio has of a message: by its id, or of one whose answer was lost by number, text and time. */
export async function lookUpAtTwilio(
  connection: Connection,
  row: PhoneRow,
  isTaken: (sid: string) => Promise<boolean>,
): Promise<ListedByTwilio | undefined> {
  const { call } = connection;
  const { sid } = await twilioAccount(connection);
  const list = row.kind === 'sms' ? 'Messages' : 'Calls';
  const base = `/2010-04-01/Accounts/${sid}/${list}`;
  if (row.providerId) {
    const found = await call({ path: `${base}/${row.providerId}.json`, takes: [404] });
    return found.status === 404 ? undefined : found.json(listedSchema);
  }
  const since = new Date((row.sentAt ?? row.updatedAt).getTime() - SKEW_MS);
  const query = {
    To: row.phone,
    [row.kind === 'sms' ? 'DateSent>' : 'StartTime>']: since.toISOString().slice(0, 10),
    PageSize: 200,
  };
  const many = z.object({
    messages: z.array(listedSchema).optional(),
    calls: z.array(listedSchema).optional(),
  });
  const answer = (await call({ path: `${base}.json`, query } satisfies CallRequest)).json(many);
  for (const one of answer.messages ?? answer.calls ?? []) {
    const isOurs =
      one.direction.startsWith('outbound') &&
      (row.kind === 'voice' || one.body === row.text) &&
      Date.parse(one.date_created ?? '') >= since.getTime();
    if (isOurs && !(await isTaken(one.sid))) return one;
  }
  return undefined;
}
