import type { SiteFigures } from '@clianta/crm-core/tracking/visit/site-figures.schema';

const [WIDTH, HEIGHT] = [720, 160];
const DAY_MS = 86_400_000;
/** So many at least, so that one day is no wall. */
const LEAST_DAYS = 14;

/** Every day up to the last, those without a view included. */
function wholeDays(days: SiteFigures['days']): SiteFigures['days'] {
  const known = new Map(days.map((one) => [one.day, one]));
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const whole: SiteFigures['days'] = [];
  const end = Date.parse(last.day);
  const begin = Math.min(Date.parse(first.day), end - (LEAST_DAYS - 1) * DAY_MS);
  for (let at = begin; at <= end; at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10);
    whole.push(known.get(day) ?? { day, visitors: 0, views: 0 });
  }
  return whole;
}

/** Visitors of each day as bars; the figures stand in a table for those who do not see them. */
export function DaysChart({ days }: Pick<SiteFigures, 'days'>) {
  const shown = wholeDays(days);
  const most = Math.max(1, ...shown.map(({ visitors }) => visitors));
  const step = WIDTH / shown.length;
  return (
    <figure className="days-chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {shown.map(({ day, visitors, views }, at) => {
          const height = (visitors / most) * (HEIGHT - 8);
          return (
            <rect
              key={day}
              x={at * step + step * 0.1}
              y={HEIGHT - height}
              width={step * 0.8}
              height={height}
              rx="1"
            >
              <title>{`${day}: ${visitors} visitors, ${views} views`}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption>
        <span>{shown[0]?.day}</span>
        <span>at most {most} a day</span>
        <span>{shown.at(-1)?.day}</span>
      </figcaption>
      <table className="visually-hidden">
        <caption>Visitors by day</caption>
        <tbody>
          {shown.map(({ day, visitors }) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              <td>{visitors}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
