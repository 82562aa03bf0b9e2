import { useSession } from '../../../session/session-context.ts';
import './funnel.css';

/** Counts under each other, each as a bar of the largest. */
export function Funnel({ bars }: { bars: ReadonlyArray<{ label: string; count: number }> }) {
  const { locale } = useSession().workspace;
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <dl className="funnel">
      {bars.map(({ label, count }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <span className="funnel__bar" style={{ inlineSize: `${(100 * count) / most}%` }} />
            <span className="funnel__count">{count.toLocaleString(locale)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
