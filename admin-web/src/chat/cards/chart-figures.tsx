import type { ChartCard } from '@clianta/agents/reply.schema';

/** The figures of a chart, in words. */
export function ChartFigures({ card }: { card: ChartCard }) {
  return (
    <table className="chart__figures">
      <thead>
        <tr>
          <td />
          {card.series.map(({ label }) => (
            <th key={label} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {card.categories.map((category, at) => (
          <tr key={category}>
            <th scope="row">{category}</th>
            {card.series.map(({ label, words }) => (
              <td key={label}>{words[at]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
