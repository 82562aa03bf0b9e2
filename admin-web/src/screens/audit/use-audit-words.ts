import { useMemo } from 'react';
import { recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatDay, formatInstant, formatMoney } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import type { Pipeline } from '../pipelines/pipeline-draft.ts';
import type { AuditWords } from './audit-entry.ts';

interface Person {
  userId: string;
  name: string;
}

const MOST = 200;

/** The team, for the filter, and names for the ids in changes; without them the log still shows, with ids. */
export function useAuditWords(): { people: Person[]; words: AuditWords } {
  const { workspace } = useSession();
  const { id, locale, currency, timeZone } = workspace;
  const people = useResource(
    // what somebody did stays theirs after they have left the team
    async (signal) =>
      (await recordsOf<Person>(id, 'team-members').list({ limit: MOST, deleted: 'all', signal })).records,
    [id],
  ).data;
  const pipelines = useResource(
    async (signal) => (await recordsOf<Pipeline>(id, 'pipelines').list({ limit: MOST, signal })).records,
    [id],
  ).data;
  const words = useMemo(
    () => ({
      money: (minor: number) => formatMoney(minor, currency, locale),
      instant: (instant: string) => formatInstant(instant, locale, timeZone),
      day: (day: string) => formatDay(day, locale),
      names: new Map([
        ...(people ?? []).map((person) => [person.userId, person.name] as const),
        ...(pipelines ?? []).map((pipeline) => [pipeline.id, pipeline.name] as const),
        ...(pipelines ?? []).flatMap(({ stages }) => stages.map((stage) => [stage.id, stage.name] as const)),
      ]),
    }),
    [people, pipelines, currency, locale, timeZone],
  );
  return { people: people ?? [], words };
}
