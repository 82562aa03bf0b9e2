import { z } from 'zod';
import type { Connection } from '../layer/define-integration.ts';

/** https://docs.apollo.io/reference/bulk-people-enrichment */
export const MOST_AT_ONCE = 10;

export interface AskedPerson {
  id: string;
  name: string;
  email?: string | undefined;
  organization_name?: string | undefined;
  domain?: string | undefined;
}

const text = z.string().trim().min(1).max(120).nullish().catch(undefined);
const personSchema = z.object({
  id: z.string().nullish().catch(undefined),
  email: z.string().nullish().catch(undefined),
  email_status: z.string().nullish().catch(undefined),
  title: text,
  city: text,
  country: text,
  organization: z.object({ name: text, primary_domain: text }).nullish().catch(undefined),
});
export type ApolloPerson = z.output<typeof personSchema>;

const answerSchema = z.object({
  credits_consumed: z.number().min(0).default(0),
  matches: z.array(personSchema.nullable()),
});

/** Asks for ten people at most, with one call that costs credits and is therefore never repeated by itself. */
export async function matchPeople(
  { call }: Connection,
  people: readonly AskedPerson[],
  /** Where phone numbers are sent to; absent: none are asked for. */
  phonesTo?: string,
): Promise<{ credits: number; matches: Array<ApolloPerson | null> }> {
  const answer = await call({
    method: 'POST',
    path: '/api/v1/people/bulk_match',
    query: {
      reveal_personal_emails: false,
      reveal_phone_number: phonesTo !== undefined,
      webhook_url: phonesTo,
    },
    json: { details: people.map(({ id: _, ...details }) => details) },
    isRepeatable: false,
  });
  const { credits_consumed: credits, matches } = answer.json(answerSchema);
  return { credits, matches };
}
