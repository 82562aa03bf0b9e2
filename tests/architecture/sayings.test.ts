import { callNextSayings } from '@clianta/agents/agents/briefing/call-next.sayings';
import { dayAgendaSayings } from '@clianta/agents/agents/briefing/day-agenda.sayings';
import { searchActivitiesSayings } from '@clianta/agents/agents/briefing/search-activities.sayings';
import { whatChangedSayings } from '@clianta/agents/agents/briefing/what-changed.sayings';
import { analyzeLossesSayings } from '@clianta/agents/agents/pipeline/analyze-losses.sayings';
import { comparePeriodsSayings } from '@clianta/agents/agents/pipeline/compare-periods.sayings';
import { sumPipelineSayings } from '@clianta/agents/agents/pipeline/sum-pipeline.sayings';
import { catalogue } from '@clianta/agents/registry';
import { expect, it } from 'vitest';

const SLOT = /\{([a-zA-Z.]+)(?:=[^{}]+)?\}/g;
/** Fewer would leave too much of how people speak unheard. */
const LEAST = 40;

it.each([
  ['day_agenda', dayAgendaSayings],
  ['what_changed', whatChangedSayings],
  ['call_next', callNextSayings],
  ['search_activities', searchActivitiesSayings],
  ['sum_pipeline', sumPipelineSayings],
  ['analyze_losses', analyzeLossesSayings],
  ['compare_periods', comparePeriodsSayings],
])('%s has many sayings, no two the same, with slots that its arguments have', (tool, sayings) => {
  expect(sayings.length).toBeGreaterThanOrEqual(LEAST);
  expect(sayings.filter((one, at) => sayings.indexOf(one) !== at)).toEqual([]);
  const input = Object.keys(catalogue.tool(tool)?.tool.input.shape ?? {});
  const unknown = sayings.flatMap((saying) =>
    [...saying.matchAll(SLOT)].flatMap(([, slot = '']) =>
      input.includes(slot.split('.')[0] ?? '') ? [] : [`${slot}: ${saying}`],
    ),
  );
  expect(unknown).toEqual([]);
  expect(sayings.map((saying) => saying.replace(SLOT, '')).filter((rest) => /[{}]/.test(rest))).toEqual([]);
});
