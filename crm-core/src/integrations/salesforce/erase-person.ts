import type { Connection, ErasedThere, PersonThere } from '../layer/define-integration.ts';
import { quoted, SalesforceApi } from './salesforce-api.ts';

const PEOPLE = ['Contact', 'Lead'] as const;

/** Puts a person into Salesforce's own recycle bin, by their ids there and their addresses; emptying it is an admin's there. */
export async function erasePerson(
  connection: Connection,
  { emails, links }: PersonThere,
): Promise<ErasedThere[]> {
  const api = new SalesforceApi(connection.call);
  const erased: ErasedThere[] = [];
  for (const object of PEOPLE) {
    const externalIds = links
      .filter((link) => link.isTheirs && link.object === object)
      .map(({ externalId }) => externalId);
    const listed = [
      ...(emails.length > 0 ? [`Email IN (${emails.map(quoted).join(', ')})`] : []),
      ...(externalIds.length > 0 ? [`Id IN (${externalIds.map(quoted).join(', ')})`] : []),
    ].join(' OR ');
    if (!listed) continue;
    const ids: string[] = [];
    const soql = `SELECT Id FROM ${object} WHERE IsDeleted = false AND (${listed})`;
    for await (const rows of api.query(soql)) ids.push(...rows.map(({ Id }) => String(Id)));
    if (ids.length === 0) continue;
    const results = await api.remove(ids);
    const done = results.filter(({ success }) => success).length;
    const refused = results.flatMap(({ errors }) => errors.map(({ message }) => message));
    erased.push({
      target: `Salesforce ${object}`,
      found: ids.length,
      erased: done,
      left:
        refused.length > 0
          ? `Delete them in Salesforce by hand: ${refused.join('; ')}`
          : 'Empty the recycle bin in Salesforce: it keeps what was deleted for 15 days.',
    });
  }
  return erased;
}
