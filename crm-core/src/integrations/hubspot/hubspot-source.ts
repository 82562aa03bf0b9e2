import { z } from 'zod';
import type { Connection } from '../layer/define-integration.ts';
import type { CrmSource, SourceRecord } from '../source/crm-source.ts';

/** The list endpoint's most; search would end at ten thousand. */
const PAGE = 100;

const recordSchema = z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullable()) });
const pageSchema = z.object({
  results: z.array(recordSchema),
  paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
});
const linksSchema = z.object({
  results: z.array(
    z.object({
      from: z.object({ id: z.coerce.string() }),
      to: z.array(z.object({ toObjectId: z.coerce.string() })),
    }),
  ),
});
const pipelinesSchema = z.object({
  results: z.array(z.object({ stages: z.array(z.object({ id: z.string(), label: z.string() })) })),
});

interface Kind {
  object: string;
  /** Their property of each of our columns. */
  properties: Readonly<Record<string, string>>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  contact: {
    object: 'contacts',
    properties: {
      'First name': 'firstname',
      'Last name': 'lastname',
      'E-mail': 'email',
      Phone: 'phone',
      'Job title': 'jobtitle',
      City: 'city',
      Country: 'country',
    },
  },
  company: {
    object: 'companies',
    properties: {
      Name: 'name',
      Domain: 'domain',
      Phone: 'phone',
      Industry: 'industry',
      Employees: 'numberofemployees',
      City: 'city',
      Country: 'country',
    },
  },
  opportunity: {
    object: 'deals',
    properties: { Title: 'dealname', Amount: 'amount', 'Expected close': 'closedate', Stage: 'dealstage' },
  },
};

export const hubspotSource: CrmSource = {
  kinds: Object.fromEntries(
    Object.entries(KINDS).map(([entity, { properties }]) => [
      entity,
      [...Object.keys(properties), ...(entity === 'company' ? [] : ['Company'])],
    ]),
  ),
  async *records(connection, entity) {
    const kind = KINDS[entity];
    if (!kind) return;
    const stages = entity === 'opportunity' ? await stagesOf(connection) : new Map<string, string>();
    const names = new Map<string, string>();
    let after: string | undefined;
    do {
      const page = (
        await connection.call({
          path: `/crm/v3/objects/${kind.object}`,
          query: { limit: PAGE, after, properties: Object.values(kind.properties).join(',') },
        })
      ).json(pageSchema);
      const companies =
        entity === 'company'
          ? new Map<string, string>()
          : await companiesOf(
              connection,
              kind.object,
              page.results.map(({ id }) => id),
              names,
            );
      yield page.results.map(({ id, properties }): SourceRecord => {
        const cells = Object.fromEntries(
          Object.entries(kind.properties).map(([column, name]) => [column, properties[name] ?? '']),
        );
        return {
          id,
          cells: {
            ...cells,
            ...(cells.Stage !== undefined && { Stage: stages.get(cells.Stage) ?? cells.Stage }),
            ...(cells['Expected close'] !== undefined && {
              'Expected close': cells['Expected close'].slice(0, 10),
            }),
            ...(companies.has(id) && { Company: companies.get(id) ?? '' }),
          },
        };
      });
      after = page.paging?.next?.after;
    } while (after !== undefined);
  },
};

async function stagesOf({ call }: Connection): Promise<Map<string, string>> {
  const { results } = (await call({ path: '/crm/v3/pipelines/deals' })).json(pipelinesSchema);
  return new Map(results.flatMap(({ stages }) => stages.map(({ id, label }) => [id, label] as const)));
}

/** The names of the first company of each, for a page at once. @param names - those that are known already */
async function companiesOf(
  { call }: Connection,
  object: string,
  ids: readonly string[],
  names: Map<string, string>,
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const links = (
    await call({
      method: 'POST',
      path: `/crm/v4/associations/${object}/companies/batch/read`,
      json: { inputs: ids.map((id) => ({ id })) },
      isRepeatable: true,
    })
  ).json(linksSchema);
  const companyOf = new Map(
    links.results.flatMap(({ from, to }) => (to[0] ? [[from.id, to[0].toObjectId] as const] : [])),
  );
  const unknown = [...new Set(companyOf.values())].filter((id) => !names.has(id));
  if (unknown.length > 0) {
    const read = await call({
      method: 'POST',
      path: '/crm/v3/objects/companies/batch/read',
      json: { properties: ['name'], inputs: unknown.map((id) => ({ id })) },
      isRepeatable: true,
    });
    for (const { id, properties } of read.json(z.object({ results: z.array(recordSchema) })).results)
      names.set(id, properties.name ?? '');
  }
  return new Map([...companyOf].map(([id, company]) => [id, names.get(company) ?? '']));
}
