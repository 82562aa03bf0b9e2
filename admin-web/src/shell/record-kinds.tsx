import { NavLink } from 'react-router';
import { capitalize } from '../formatting.ts';
import { useKinds } from '../metadata/metadata-provider.tsx';
import { listPath } from '../metadata/record-path.ts';

/** The lists of records that there are, one for each kind that people speak of. */
export function RecordKinds({ className }: { className: string }) {
  const { spoken } = useKinds();
  if (spoken.length === 0) return null;
  return (
    <ul className={className} aria-label="Kinds of records">
      {spoken.map(({ plural, label }) => (
        <li key={plural}>
          <NavLink to={listPath({ plural })}>{capitalize(label.many)}</NavLink>
        </li>
      ))}
    </ul>
  );
}
