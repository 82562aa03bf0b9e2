import { z } from 'zod';
import type { Connection } from '../layer/define-integration.ts';
import type { CrmSource, SourceRecord } from '../source/crm-source.ts';

const PAGE = 500;

const pageOf = <S extends z.ZodType>(record: S) =>
  z.object({
    data: z.array(record).nullish(),
    additional_data: z.object({ next_cursor: z.string().nullish() }).nullish(),
  });
const values = z.array(z.object({ value: z.string(), primary: z.boolean().optional() })).nullish();
const organisationSchema = z.object({
  id: z.number(),
  name: z.string(),
  website: z.string().nullish(),
  address: z.object({ locality: z.string().nullish(), country: z.string().nullish() }).nullish(),
});
const personSchema = z.object({
  id: z.number(),
  name: z.string(),
  emails: values,
  phones: values,
  job_title: z.string().nullish(),
  org_id: z.number().nullish(),
});
const dealSchema = z.object({
  id: z.number(),
  title: z.string(),
  value: z.number().nullish(),
  stage_id: z.number().nullish(),
  status: z.string(),
  expected_close_date: z.string().nullish(),
  org_id: z.number().nullish(),
});
const stageSchema = z.object({ id: z.number(), name: z.string() });

const first = (all: z.output<typeof values>) =>
  (all?.find(({ primary }) => primary) ?? all?.[0])?.value ?? '';

export const pipedriveSource: CrmSource = {
  kinds: {
    contact: ['Name', 'E-mail', 'Phone', 'Job title', 'Company'],
    company: ['Name', 'Domain', 'City', 'Country'],
    opportunity: ['Title', 'Amount', 'Expected close', 'Stage', 'Company'],
  },
  async *records(connection, entity) {
    if (entity === 'company')
      for await (const page of listed(connection, 'organizations', organisationSchema))
        yield page.map(({ id, name, website, address }) =>
          record(id, { Name: name, Domain: website, City: address?.locality, Country: address?.country }),
        );
    if (entity === 'contact') {
      const names = await namesOf(connection, 'organizations', organisationSchema);
      for await (const page of listed(connection, 'persons', personSchema))
        yield page.map(({ id, name, emails, phones, job_title, org_id }) =>
          record(id, {
            Name: name,
            'E-mail': first(emails),
            Phone: first(phones),
            'Job title': job_title,
            Company: names.get(org_id ?? -1),
          }),
        );
    }
    if (entity === 'opportunity') {
      const names = await namesOf(connection, 'organizations', organisationSchema);
      const stages = await namesOf(connection, 'stages', stageSchema);
      for await (const page of listed(connection, 'deals', dealSchema))
        yield page.map(({ id, title, value, stage_id, status, expected_close_date, org_id }) =>
          record(id, {
            Title: title,
            Amount: value?.toString(),
            'Expected close': expected_close_date,
            Stage: status === 'open' ? stages.get(stage_id ?? -1) : status,
            Company: names.get(org_id ?? -1),
          }),
        );
    }
  },
};

const record = (id: number, cells: Record<string, string | null | undefined>): SourceRecord => ({
  id: String(id),
  cells: Object.fromEntries(Object.entries(cells).map(([name, value]) => [name, value ?? ''])),
});

async function* listed<S extends z.ZodType>(
  { call }: Connection,
  path: string,
  schema: S,
): AsyncGenerator<Array<z.output<S>>> {
  const pageSchema = pageOf(schema);
  let cursor: string | undefined;
  do {
    const page = (await call({ path: `/${path}`, query: { limit: PAGE, cursor } })).json(pageSchema);
    yield page.data ?? [];
    cursor = page.additional_data?.next_cursor ?? undefined;
  } while (cursor !== undefined);
}

async function namesOf(
  connection: Connection,
  path: string,
  schema: z.ZodType<{ id: number; name: string }>,
): Promise<Map<number, string>> {
  const names = new Map<number, string>();
  for await (const page of listed(connection, path, schema))
    for (const { id, name } of page) names.set(id, name);
  return names;
}
