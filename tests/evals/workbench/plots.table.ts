import type { ChartCard } from '@clianta/agents/reply.schema';
import { insertRecords } from '@clianta/crm-core/demo/insert-records';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { TrackedSite } from '@clianta/crm-core/tracking/visit/tracked-site.schema';
import { TrackingEvent } from '@clianta/crm-core/tracking/visit/tracking-event.schema';
import type { Sandbox } from './sandbox.schema.ts';
import { noonOf, type WorkbenchTable } from './table.ts';

const MEDIUMS: Readonly<Record<string, string>> = {
  direct: 'direct',
  referral: 'referral',
  'search engine': 'organic',
  'social media': 'social',
};

/** What a figure is called in the name of a plot; of visits from one source, that of the source. */
const VALUES: Readonly<Record<string, string>> = {
  website_visits: 'total_visits',
  engaged_visits: 'user_engaged',
  visit_duration: 'session_duration_seconds',
};
const TYPES: Readonly<Record<string, string>> = { column: 'bar' };

/** Its visits are those of a website that is tracked, and its plots the charts of reports. */
export const plotsTable: WorkbenchTable<'plots'> = {
  name: 'plots',
  async fill(crm, { workspaceId }, { visits }) {
    const origin = 'https://www.atlas.example';
    const site = await crm.records(TrackedSite).create(systemScope(workspaceId), { origin });
    await insertRecords(
      crm,
      workspaceId,
      TrackingEvent.name,
      visits.map(({ date, visitorId, seconds, source, engaged }, at) => ({
        id: idFrom(`workbench visit ${at}`),
        createdAt: noonOf(date),
        eventId: `visit-${at}`,
        siteId: site.id,
        visitorId,
        type: 'page',
        ...{ url: `${origin}/`, path: '/', isMachine: false },
        from: { source, medium: MEDIUMS[source] ?? 'other' },
        medium: MEDIUMS[source] ?? 'other',
        seconds,
        isEngaged: engaged,
        at: noonOf(date),
      })),
    );
  },
  changes(sandbox, { charts = [] }) {
    const rows = charts.flatMap((chart, at) => {
      const file = fileOf(chart, sandbox);
      return file ? [{ id: `plot ${at}`, file }] : [];
    });
    return { removed: [], rows };
  },
};

function fileOf({ kind, shows }: ChartCard, { visits }: Sandbox): string | undefined {
  const value = shows && valueDrawn(shows);
  if (!value) return undefined;
  const days = visits.map(({ date }) => date).toSorted();
  const [first = '', last = ''] = [days[0], days.at(-1)];
  // a picture reaches as far as there is anything to be seen
  const from = shows.from && shows.from > first ? shows.from : first;
  const to = shows.to && shows.to < last ? shows.to : last;
  return `plots/${from}_${to}_${value}_${TYPES[kind] ?? kind}.png`;
}

function valueDrawn({ metric, filter }: NonNullable<ChartCard['shows']>): string | undefined {
  const [only, ...others] = filter.where ?? [];
  if (!only) return VALUES[metric];
  const source = Object.entries(MEDIUMS).find(([, medium]) => medium === only.value)?.[0];
  const isOfSource = metric === 'website_visits' && only.field === 'medium' && only.op === 'eq';
  if (!isOfSource || !source || others.length > 0) return undefined;
  return `visits_${source.replace(' ', '_')}`;
}
