import type { ScoringPreview } from '@clianta/bot/api/lead-scoring.schema';

const many = (count: number) => (count === 1 ? '1 contact' : `${count} contacts`);

/** How many contacts get another grade, and which. */
export function GradeMoves({ moves, moved, counted }: ScoringPreview) {
  if (moved === 0) return <p>No grade of {many(counted)} changes.</p>;
  return (
    <>
      <p>
        <strong>{many(moved)}</strong> of {counted} would get another grade.
      </p>
      <ul className="grade-moves">
        {moves.map(({ from, to, count }) => (
          <li key={`${from}${to}`}>
            <span className="badge">{from === 'none' ? 'None' : from}</span> to{' '}
            <span className="badge">{to}</span>: {many(count)}
          </li>
        ))}
      </ul>
    </>
  );
}
