import { useSession } from '../../session/session-context.ts';
import { Notice } from '../../ui/states.tsx';
import { type ImportPlan, importsOf } from './imports-api.ts';

const WORDS: ReadonlyArray<[keyof NonNullable<ImportPlan['import']['counts']>, string]> = [
  ['created', 'added'],
  ['updated', 'updated'],
  ['unchanged', 'there already'],
  ['made', 'companies and others made'],
  ['skipped', 'left out'],
  ['failed', 'with errors'],
];

/** What it would come to, how far it is, or what it came to; and the rows that are not taken. */
export function ImportResult({ plan: { import: record } }: { plan: ImportPlan }) {
  const { workspace } = useSession();
  const { counts, problems, status, takenBack } = record;
  const isGoing = status === 'running' || status === 'paused';
  return (
    <>
      {isGoing && (
        <div className="imports__progress">
          <label htmlFor="import-progress">
            {status === 'paused' ? 'Paused' : 'Importing'}: {record.row ?? 0} of {record.total} rows
          </label>
          <progress id="import-progress" max={record.total} value={record.row ?? 0} />
        </div>
      )}
      {counts && (
        <dl
          className="imports__counts"
          aria-label={status === 'checked' ? 'What it would do' : 'What it did'}
        >
          {WORDS.filter(([key]) => counts[key] > 0 || key === 'created').map(([key, word]) => (
            <div key={key}>
              <dt>{word}</dt>
              <dd>{counts[key].toLocaleString(workspace.locale)}</dd>
            </div>
          ))}
        </dl>
      )}
      {status === 'checked' && <Notice>This was a dry run: nothing is written yet.</Notice>}
      {status === 'done' && <Notice>The import is done.</Notice>}
      {record.error && <Notice kind="danger">{record.error}</Notice>}
      {takenBack && (
        <Notice>
          {takenBack.isDone
            ? `It was taken back: ${takenBack.reverted} changes reverted, ${takenBack.keptCount} kept because of later changes${takenBack.keptCount > 0 ? `: ${takenBack.kept.map(({ title }) => title).join(', ')}` : ''}.`
            : 'It is being taken back.'}
        </Notice>
      )}
      {record.errorFileId && (
        <p>
          <a href={importsOf(workspace.id).fileUrl(record.errorFileId)} download>
            Download the rows with errors
          </a>{' '}
          to mend them and import them again.
        </p>
      )}
      {problems && problems.length > 0 && (
        <table className="imports__problems">
          <caption>Rows with errors</caption>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">What</th>
              <th scope="col">Why not</th>
            </tr>
          </thead>
          <tbody>
            {problems.map(({ row, title, reason }) => (
              <tr key={row}>
                <td>{row}</td>
                <td>{title}</td>
                <td>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
