import { minorDigits } from '../../entity/money.ts';
import type { Field } from '../../entity/zod-fields.ts';
import type { SyncRun } from '../sync/sync-run.ts';
import type { CodecContext } from './field-codecs.ts';
import { objectsOf } from './objects.ts';
import type { SalesforceApi } from './salesforce-api.ts';

type Base = Omit<CodecContext, 'recordOf' | 'theirsOf'>;

/** Which record here is which one there, as far as the records in hand name them; users by their mail. */
export class Crossings {
  readonly #run: SyncRun;
  readonly #base: Base;
  #records = new Map<string, string>();
  #theirs = new Map<string, Map<string, string>>();

  private constructor(run: SyncRun, base: Base) {
    this.#run = run;
    this.#base = base;
  }

  static async open(run: SyncRun, api: SalesforceApi): Promise<Crossings> {
    const { crm, credential } = run;
    const facts = await crm.facts(credential.workspaceId);
    const mailOf = new Map<string, string>();
    for await (const rows of api.query('SELECT Id, Email FROM User WHERE IsActive = true'))
      for (const { Id, Email } of rows) mailOf.set(String(Id), String(Email).toLowerCase());
    const team = new Map(facts.team.map(({ id, email }) => [email.toLowerCase(), id]));
    const users = new Map(
      [...mailOf].flatMap(([id, mail]) => {
        const ours = team.get(mail);
        return ours ? [[id, ours] as const] : [];
      }),
    );
    const back = new Map([...users].map(([theirs, ours]) => [ours, theirs]));
    return new Crossings(run, {
      phoneRegion: facts.phoneRegion,
      digits: minorDigits(facts.currency),
      timeZone: facts.timeZone,
      stages: facts.pipelines.flatMap(({ id: pipelineId, isDefault, stages }) =>
        stages.map(({ id, name, kind }) => ({ id, name, kind, pipelineId, isDefault })),
      ),
      userOf: (id) => users.get(id),
      theirUserOf: (id) => back.get(id),
    });
  }

  /** Reads what these name; what was read before is forgotten. */
  async load(theirIds: readonly string[], recordIds: readonly string[]): Promise<void> {
    const { links, credential } = this.#run;
    const { workspaceId, id: credentialId } = credential;
    const [there, here] = await Promise.all([
      theirIds.length > 0 ? links.ofExternals({ workspaceId, credentialId }, theirIds) : [],
      recordIds.length > 0 ? links.ofRecords({ workspaceId, credentialId }, recordIds) : [],
    ]);
    this.#records = new Map(
      there.flatMap(({ externalId, recordId, state }) => (state === 'gone' ? [] : [[externalId, recordId]])),
    );
    this.#theirs = new Map();
    for (const { recordId, object, externalId, state } of here) {
      if (state === 'gone') continue;
      const known = this.#theirs.get(recordId) ?? new Map<string, string>();
      this.#theirs.set(recordId, known.set(object, externalId));
    }
  }

  contextFor(field: Field): CodecContext {
    const objects = objectsOf(field.ref ?? '');
    return {
      ...this.#base,
      recordOf: (id) => this.#records.get(id),
      theirsOf: (id) => {
        const known = this.#theirs.get(id);
        return objects.map((name) => known?.get(name)).find((one) => one !== undefined);
      },
    };
  }
}
