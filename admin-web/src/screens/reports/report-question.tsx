import type { ReportChoice } from '@clianta/agents/reports/report-choice.schema';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { SelectField } from '../../ui/field.tsx';
import { FilterBar } from '../records/filter-bar.tsx';
import { OTHER, optionOf, PERIODS } from './periods.ts';
import type { ReportSpec } from './reports-api.ts';

const NONE = '';
const COMPARED = [
  { value: NONE, label: 'Nothing' },
  { value: 'before', label: 'The period before' },
  { value: 'year', label: 'A year before' },
];
const CHARTS = [
  { value: NONE, label: 'As it fits' },
  { value: 'bar', label: 'Bars' },
  { value: 'column', label: 'Columns' },
  { value: 'line', label: 'Line' },
  { value: 'pie', label: 'Pie' },
  { value: 'stacked', label: 'Stacked' },
];

interface Props {
  spec: ReportSpec;
  choices: readonly ReportChoice[];
  onChange: (spec: ReportSpec) => void;
}

/** What a report asks: the figure, when, by what, of which records. */
export function ReportQuestion({ spec, choices, onChange }: Props) {
  const kinds = useKinds();
  const choice = choices.find(({ metric }) => metric === spec.metric);
  const kind = kinds.get(choice?.entity ?? '');
  const [by = NONE, second = NONE] = spec.groupBy;
  const groups = [{ value: NONE, label: 'Not divided' }, ...(choice?.groups ?? [])];
  const period = optionOf(spec.period);
  const periods = [
    ...PERIODS.map(({ value, label }) => ({ value, label })),
    ...(period === OTHER ? [{ value: OTHER, label: 'As it was saved' }] : []),
  ];
  const change = (part: Partial<ReportSpec>) => onChange({ ...spec, ...part });
  const group = (first: string, then: string) =>
    change({ groupBy: [first, then].filter((one, at, all) => one && all.indexOf(one) === at) });
  return (
    <>
      <div className="reports__question">
        <SelectField
          label="Figure"
          value={spec.metric}
          options={choices.map(({ metric, label }) => ({ value: metric, label }))}
          onValue={(metric) => onChange({ ...onlyWhen(spec), metric, filter: {}, groupBy: [] })}
        />
        <SelectField
          label="When"
          value={period}
          options={periods}
          onValue={(value) => {
            const { period: _, ...rest } = spec;
            const chosen = PERIODS.find((one) => one.value === value)?.period;
            onChange({ ...rest, ...(chosen && { period: chosen }) });
          }}
        />
        <SelectField label="By" value={by} options={groups} onValue={(value) => group(value, second)} />
        {by && (
          <SelectField
            label="And by"
            value={second}
            options={groups.filter(({ value }) => value !== by)}
            onValue={(value) => group(by, value)}
          />
        )}
        <SelectField
          label="Compared with"
          value={spec.compare ?? NONE}
          options={COMPARED}
          onValue={(value) => onChange(withPart(spec, 'compare', value))}
        />
        <SelectField
          label="Drawn"
          value={spec.chart ?? NONE}
          options={CHARTS}
          onValue={(value) => onChange(withPart(spec, 'chart', value))}
        />
      </div>
      {kind && (
        <FilterBar
          kind={kind}
          query={{ filter: spec.filter, set: ({ filter }) => filter && change({ filter }) }}
        />
      )}
    </>
  );
}

/** Another figure is of other records: what narrows them and divides them goes. */
const onlyWhen = ({ period, chart, compare }: ReportSpec) => ({
  ...(period && { period }),
  ...(chart && { chart }),
  ...(compare && { compare }),
});

function withPart(spec: ReportSpec, part: 'compare' | 'chart', value: string): ReportSpec {
  const { [part]: _, ...rest } = spec;
  return { ...rest, ...(value && { [part]: value }) } as ReportSpec;
}
