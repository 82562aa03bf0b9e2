import { comparable, findBy } from '../../imports/run/find-records.ts';
import { EXTERNAL_ID } from './mapping-of.ts';
import type { ObjectSync, SalesforceRun, Values } from './object-sync.ts';
import type { Row } from './salesforce-api.ts';

type Match =
  | { kind: 'record'; record: Values & { id: string }; base?: Values }
  /** Another of theirs stands for the record already: the Lead of somebody who is a Contact too. */
  | { kind: 'beside' }
  | { kind: 'taken'; why: string };

/** Which of our records these are, that no link says yet: by our id there, by what is unique, and a company by its name. */
export async function ourMatches(
  sf: SalesforceRun,
  sync: ObjectSync,
  rows: readonly Row[],
): Promise<Map<string, Match>> {
  const { run, scope } = sf;
  const { crm, credential } = run;
  const { entity, object } = sync;
  const found = new Map<string, string>();
  const theirs = new Map(rows.map((row) => [String(row.Id), sync.theirs(row)]));
  for (const row of rows) if (row[EXTERNAL_ID]) found.set(String(row.Id), String(row[EXTERNAL_ID]));
  const keys = object.isMatchedBy.filter((name) => entity.fields.some((field) => field.name === name));
  for (const key of keys) {
    const open = [...theirs].filter(([id, values]) => !found.has(id) && values[key]);
    const records = await findBy(
      crm.store,
      scope,
      entity,
      key,
      open.map(([, values]) => values[key]),
    );
    for (const [id, values] of open) {
      const [one, another] = records.get(comparable(entity, key, values[key])) ?? [];
      // two of the same name: nobody knows which one it is
      if (one && !another) found.set(id, one._id);
    }
  }
  const records = await crm.records(entity).getMany(scope, found.values());
  const links = await run.links.ofRecords(
    { workspaceId: credential.workspaceId, credentialId: credential.id },
    [...records.keys()],
  );
  const matches = new Map<string, Match>();
  const claimed = new Map<string, string>();
  for (const [id, recordId] of found) {
    const record = records.get(recordId);
    if (!record || (record as Values).isDeleted === true) continue;
    const other = links.find(
      (link) => link.recordId === recordId && link.externalId !== id && link.state !== 'gone',
    );
    const rival = claimed.get(recordId) ?? other?.externalId;
    if (other && other.object !== object.name && object.name === 'Lead') matches.set(id, { kind: 'beside' });
    else if (other && other.object === 'Lead' && object.name === 'Contact') {
      // a Contact comes before a Lead of the same person
      await run.links.seen(other, { state: 'gone' });
      matches.set(id, { kind: 'record', record: record as Values & { id: string }, base: other.base });
    } else if (rival)
      matches.set(id, {
        kind: 'taken',
        why: `${object.name} ${rival} is this ${entity.label.one} already; merge the two in Salesforce.`,
      });
    else {
      claimed.set(recordId, id);
      matches.set(id, { kind: 'record', record: record as Values & { id: string } });
    }
  }
  return matches;
}
