import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { useId, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { request } from '../../api/request.ts';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import { recordPath } from '../../metadata/record-path.ts';
import { useValueStyle } from '../../metadata/use-value-style.ts';
import { isEmpty, valueAt, valueText } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/states.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { ProposalDialog } from '../records/proposal-dialog.tsx';
import { comparedFields, type PairRecord, pairsOf, type ShownPair } from './pairs.ts';

interface Props {
  kind: EntityMetadata;
  shown: ShownPair;
  /** It was merged, or said to be two. */
  onSettled: (pairId: string) => void;
}

/** Two records side by side: which one stays, and of fields that differ which value. */
export function PairPanel({ kind, shown: { pair, records }, onSettled }: Props) {
  const { workspace } = useSession();
  const toast = useToast();
  const name = useId();
  const [keptId, setKeptId] = useState(records[0].id);
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [result, setResult] = useState<TurnResult>();
  const { isBusy, error, run } = useSubmit();
  const valued = useMemo(() => records.map((values) => ({ kind: kind.name, values })), [kind.name, records]);
  const style = useValueStyle(valued);
  const titleOf = (record: PairRecord) => String(valueAt(record, kind.title) ?? record.id);
  const fields = comparedFields(kind, records);
  const mayMerge = kind.rights.update && kind.rights.delete;

  const merge = () =>
    run(async () => {
      const filter = { where: [{ field: 'id', op: 'in', value: records.map(({ id }) => id) }] };
      const choices = Object.fromEntries(Object.entries(chosen).filter(([, id]) => id !== keptId));
      const body = { entity: kind.name, action: 'merge', filter, keepId: keptId, choices };
      const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/list-changes`;
      setResult(await request<TurnResult>(path, { method: 'POST', body }));
    });
  const dismiss = () =>
    run(async () => {
      const pairs = pairsOf(workspace.id);
      await pairs.update(pair.id, { status: 'dismissed' });
      onSettled(pair.id);
      toast({
        title: 'They stay two',
        body: `${records.map(titleOf).join(' and ')} are not suggested again.`,
      });
    });

  return (
    <section className="panel pair" aria-label={records.map(titleOf).join(' and ')}>
      <div className="pair__head">
        <h2>{records.map(titleOf).join(' and ')}</h2>
        <span className="badge">{Math.round(pair.score * 100)} % alike</span>
      </div>
      <ul className="pair__reasons" aria-label="Why">
        {pair.reasons.map(({ text }) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <section className="pair__table" aria-label={`${records.map(titleOf).join(' and ')}, side by side`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Field</th>
              {records.map((record) => (
                <th key={record.id} scope="col">
                  <label>
                    <input
                      type="radio"
                      name={`${name}-kept`}
                      checked={record.id === keptId}
                      onChange={() => setKeptId(record.id)}
                    />{' '}
                    Keep this one
                  </label>
                  <Link to={recordPath(kind, record.id)}>Open {titleOf(record)}</Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fields.map(({ field, isChoice }) => (
              <tr key={field.name}>
                <th scope="row">{field.label}</th>
                {records.map((record) => {
                  const value = valueAt(record, field.name);
                  const text = isEmpty(value) ? '–' : valueText(field, value, style, record);
                  return (
                    <td key={record.id} className={isChoice ? 'is-choice' : undefined}>
                      {isChoice ? (
                        <label>
                          <input
                            type="radio"
                            name={`${name}-${field.name}`}
                            checked={(chosen[field.name] ?? keptId) === record.id}
                            onChange={() => setChosen((all) => ({ ...all, [field.name]: record.id }))}
                          />{' '}
                          {text}
                        </label>
                      ) : (
                        text
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {error && <Notice kind="danger">{problemText(error)}</Notice>}
      <div className="pair__actions">
        {mayMerge && (
          <Button kind="primary" disabled={isBusy} onClick={() => void merge()}>
            Merge…
          </Button>
        )}
        {kind.rights.update && (
          <Button disabled={isBusy} onClick={() => void dismiss()}>
            Not the same
          </Button>
        )}
      </div>
      {result && (
        <ProposalDialog
          result={result}
          onDone={() => {}}
          onClose={(isDone) => {
            setResult(undefined);
            if (isDone) onSettled(pair.id);
          }}
        />
      )}
    </section>
  );
}
