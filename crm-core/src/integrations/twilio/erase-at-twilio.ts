import { z } from 'zod';
import type { Integration } from '../layer/define-integration.ts';
import { twilioAccount } from './twilio-account.ts';

const listSchema = z.object({ messages: z.array(z.object({ sid: z.string() })) });
/** A person has fewer; what is left is found by the next run. */
const MOST = 1_000;

/** Deletes the texts from and to a person there. Of calls there is no text, only the number, which Twilio has to keep. */
export const eraseAtTwilio: NonNullable<Integration['erase']> = async (connection, { phones }) => {
  const { call } = connection;
  const base = `/2010-04-01/Accounts/${(await twilioAccount(connection)).sid}/Messages`;
  const sids = new Set<string>();
  for (const phone of phones)
    for (const side of ['To', 'From']) {
      const answer = await call({ path: `${base}.json`, query: { [side]: phone, PageSize: MOST } });
      for (const { sid } of answer.json(listSchema).messages) sids.add(sid);
    }
  let erased = 0;
  for (const sid of sids) {
    // gone already is done
    await call({ method: 'DELETE', path: `${base}/${sid}.json`, takes: [404] });
    erased++;
  }
  return [{ target: 'Twilio: text messages', found: sids.size, erased }];
};
