import { Link } from 'react-router';
import { useSession } from '../../session/session-context.ts';

interface Row {
  label: string;
  to?: string;
  detail?: string;
  count: number;
}

/** Counts by something, the largest first, each with a bar of its size. */
export function BarTable({ of, counts, rows }: { of: string; counts: string; rows: readonly Row[] }) {
  const { locale } = useSession().workspace;
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <table className="bar-table">
      <thead>
        <tr>
          <th scope="col">{of}</th>
          <th scope="col">{counts}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, to, detail, count }) => (
          <tr key={`${label} ${detail}`}>
            <th scope="row" style={{ '--part': `${(count / most) * 100}%` } as React.CSSProperties}>
              {to ? <Link to={to}>{label}</Link> : label}
              {detail && <small>{detail}</small>}
            </th>
            <td>{count.toLocaleString(locale)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
