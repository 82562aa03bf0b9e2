import {
  CalendarEvent,
  type CalendarEventRecord,
} from '../../calendar/calendar-event/calendar-event.schema.ts';
import { createOnce } from '../../entity/create-once.ts';
import { idFrom } from '../../entity/ids.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { mergeFields } from '../sync/merge-fields.ts';
import { hashOf, type SyncLink } from '../sync/sync-links.ts';
import type { SyncRun } from '../sync/sync-run.ts';
import type { EventContent, OutsideEvent } from './calendar-provider.ts';
import { changesOf, comparedOf, contentOf, valuesOf } from './event-content.ts';

/** What a synced meeting is called in a link. */
export const OBJECT = 'event';

/** Takes what has changed in the other calendar over into ours. */
export class TakeEvents {
  readonly #run: SyncRun;
  readonly #scope: Scope;

  /** @param isFirst - of the first time nobody is told */
  constructor(run: SyncRun, isFirst: boolean) {
    this.#run = run;
    this.#scope = {
      ...systemScope(run.credential.workspaceId, run.credential.name),
      ...(isFirst && { isBulk: true }),
    };
  }

  /** One change. Taken twice it is taken once. */
  async take(event: OutsideEvent): Promise<void> {
    const { counts, links, credential } = this.#run;
    counts.read++;
    if (event.exceptionOf) return this.#exception(event, event.exceptionOf);
    const link = await links.find({ credentialId: credential.id, object: OBJECT, externalId: event.id });
    if (link?.state === 'paused') return void counts.skipped++;
    if (link && link.theirVersion === event.version) return void counts.skipped++;
    if (!event.content || event.isGone) return this.#gone(event, link);
    const record = await this.#recordOf(event, link);
    if (!record) return this.#add(event, event.content);
    await this.#change(event, event.content, record, link);
  }

  /** What a complete list does not have any more. */
  async remove(link: SyncLink): Promise<void> {
    await this.#gone({ id: link.externalId, version: '', changedAt: new Date(), isGone: true }, link);
  }

  async #recordOf(
    { ours, uid }: OutsideEvent,
    link: SyncLink | undefined,
  ): Promise<CalendarEventRecord | undefined> {
    const { crm, credential } = this.#run;
    const events = crm.records(CalendarEvent);
    const id = link?.recordId ?? ours;
    if (id) {
      const found = (await events.getMany(this.#scope, [id])).get(id);
      if (found && !found.isDeleted) return found;
    }
    // an invitation that we have mailed, or a file that was read, stands there by its own id
    const same = uid ? await events.findOne(this.#scope, { uid }) : undefined;
    return same?.peopleIds.includes(credential.ownerId) ? same : undefined;
  }

  async #add(event: OutsideEvent, content: EventContent): Promise<void> {
    const { crm, credential, counts } = this.#run;
    const { workspaceId, ownerId } = credential;
    const id = idFrom(`synced:${credential.id}:${event.id}`);
    const { record } = await createOnce(crm, CalendarEvent, this.#scope, id, {
      ...present(valuesOf(content)),
      ownerId,
      // teammates see that the time is taken, and not what for
      isShared: false,
      source: 'synced',
      externalId: `${credential.id}:${event.id}`,
      ...(event.uid && { uid: event.uid }),
    } as never);
    await this.#save(event, {
      workspaceId,
      recordId: record.id,
      base: comparedOf(content),
      origin: 'theirs',
    });
    counts.created++;
  }

  async #change(
    event: OutsideEvent,
    content: EventContent,
    record: CalendarEventRecord,
    link: SyncLink | undefined,
  ): Promise<void> {
    const { crm, counts, conflicts } = this.#run;
    const theirs = comparedOf(content);
    const isTheirs = record.source === 'synced';
    const merged = mergeFields({
      base: link?.base ?? comparedOf(contentOf(record)),
      // what came from there is theirs alone
      ours: isTheirs ? (link?.base ?? {}) : comparedOf(contentOf(record)),
      theirs,
      oursAt: record.updatedAt,
      theirsAt: event.changedAt,
    });
    const changed = Object.keys(merged.toOurs);
    const values = isTheirs ? valuesOf(content) : changesOf(content, changed);
    if (changed.length > 0 || (isTheirs && record.status === 'cancelled')) {
      await crm.records(CalendarEvent).update(this.#scope, record.id, {
        ...values,
        ...(isTheirs && { status: 'confirmed' }),
      } as never);
      counts.updated++;
    } else counts.skipped++;
    const saved = await this.#save(event, {
      workspaceId: record.workspaceId,
      recordId: record.id,
      base: theirs,
      origin: isTheirs ? 'theirs' : 'ours',
    });
    await conflicts.keep(saved, merged.conflicts);
    counts.conflicts += merged.conflicts.length;
  }

  /** Deleted there: one of theirs goes to the trash, a meeting of ours is cancelled. */
  async #gone(event: OutsideEvent, link: SyncLink | undefined): Promise<void> {
    const { crm, counts, links } = this.#run;
    if (!link || link.state === 'gone') return void counts.skipped++;
    const events = crm.records(CalendarEvent);
    const record = (await events.getMany(this.#scope, [link.recordId])).get(link.recordId);
    await links.seen(link, { state: 'gone', theirVersion: event.version });
    if (!record || record.isDeleted) return;
    counts.deleted++;
    if (record.source === 'synced') await events.delete(this.#scope, record.id);
    else if (record.status !== 'cancelled')
      await events.update(this.#scope, record.id, {
        status: 'cancelled',
        cancelReason: 'Deleted in the calendar that it was synced with',
      });
  }

  /** One of a series that was moved or left out. */
  async #exception(event: OutsideEvent, { id, originalAt }: { id: string; originalAt: Date }): Promise<void> {
    const { crm, counts, links, credential } = this.#run;
    const link = await links.find({ credentialId: credential.id, object: OBJECT, externalId: id });
    const events = crm.records(CalendarEvent);
    const series = link && (await events.getMany(this.#scope, [link.recordId])).get(link.recordId);
    if (!series || series.isDeleted) return void counts.skipped++;
    const { startAt, endAt } = event.content ?? {};
    const known = series.overrides.find((one) => one.originalAt.getTime() === originalAt.getTime());
    const isLeftOut = series.exDates.some((at) => at.getTime() === originalAt.getTime());
    const isKnown = event.isGone
      ? isLeftOut && !known
      : known?.startAt.getTime() === startAt?.getTime() && known?.endAt.getTime() === endAt?.getTime();
    if (isKnown) return void counts.skipped++;
    const others = series.overrides.filter((one) => one.originalAt.getTime() !== originalAt.getTime());
    const values =
      event.isGone || !startAt || !endAt
        ? {
            exDates: [...series.exDates.filter((at) => at.getTime() !== originalAt.getTime()), originalAt],
            overrides: others,
          }
        : { overrides: [...others, { originalAt, startAt, endAt }] };
    await events.update(this.#scope, series.id, values);
    counts.updated++;
  }

  #save(
    { id, version }: OutsideEvent,
    { workspaceId, ...values }: Pick<SyncLink, 'workspaceId' | 'recordId' | 'base' | 'origin'>,
  ): Promise<SyncLink> {
    const { links, credential } = this.#run;
    return links.save(
      { workspaceId, credentialId: credential.id, object: OBJECT, externalId: id },
      {
        entity: CalendarEvent.name,
        ...values,
        hash: hashOf(values.base),
        theirVersion: version,
        state: 'ok',
      },
    );
  }
}

const present = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
