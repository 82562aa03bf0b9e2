import { useMemo, useState } from 'react';
import { request } from '../../../api/request.ts';
import { useResource } from '../../../api/use-resource.ts';
import { useValueStyle } from '../../../metadata/use-value-style.ts';
import { useSession } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Panel } from '../../../ui/page.tsx';
import { ProblemState, Skeleton } from '../../../ui/states.tsx';
import { FieldEditor } from '../field-row.tsx';
import type { SectionProps } from '../record-section.ts';
import './offer-section.css';

interface OfferRow {
  text: string;
  quantity: string;
  price: string;
  discount: string;
  tax: string;
  amount: string;
}

/** As the server prints it. */
interface Offer {
  rows: OfferRow[];
  options: OfferRow[];
  totals: Array<{ label: string; amount: string; isTotal?: boolean }>;
  taxName: string;
  hasDiscounts: boolean;
  hasTax: boolean;
  note?: string;
  /** The page that the customer has. */
  link?: string;
}

/** What a proposal offers and comes to, its PDF, and the address of its page. Its lines are edited until it is sent. */
export function OfferSection({ kind, record, save, news }: SectionProps) {
  const { workspace } = useSession();
  const base = `/api/workspaces/${workspace.id}/proposals/${encodeURIComponent(record.id)}`;
  const { data, error, reload } = useResource(
    (signal) => request<Offer>(`${base}/offer`, { signal }),
    [base, record.version, news],
  );
  const [isEditing, setIsEditing] = useState(false);
  const style = useValueStyle(useMemo(() => [{ kind: kind.name, values: record }], [kind.name, record]));
  const lines = kind.fields.find(({ rows }) => rows);
  const canEdit = kind.rights.update && !record.isDeleted && record.status === 'draft';
  return (
    <Panel title="Offer">
      {error && <ProblemState title="The offer did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the offer" lines={4} />}
      {data && isEditing && lines && (
        <FieldEditor
          field={lines}
          record={record}
          style={style}
          save={save}
          onClose={() => setIsEditing(false)}
        />
      )}
      {data && !isEditing && (
        <div className="offer">
          <OfferTable offer={data} />
          <div className="offer__tools">
            {canEdit && <Button onClick={() => setIsEditing(true)}>Edit the lines</Button>}
            <a className="button button--plain" href={`${base}/pdf`} download>
              PDF
            </a>
            {data.link && (
              <>
                <a className="button button--plain" href={data.link} target="_blank" rel="noreferrer">
                  Open the customer’s page
                </a>
                <CopyButton text={data.link} label="Copy the link" hasText />
              </>
            )}
          </div>
          <p className="record-note">{nextStep(String(record.status), data.link !== undefined)}</p>
        </div>
      )}
    </Panel>
  );
}

function nextStep(status: string, hasPage: boolean): string {
  if (status === 'draft') return 'It has no page yet. Say “send it” in the chat, and it gets one.';
  if (status === 'replaced') return 'A newer revision took its place.';
  if (status === 'accepted') return 'It was accepted, and stays as it is.';
  const stays =
    'It stays as the customer has it. Say what changes in the chat, and the next revision is made.';
  return hasPage ? stays : `It has no page any more. ${stays}`;
}

function OfferTable({ offer }: { offer: Offer }) {
  const { rows, options, totals, hasDiscounts, hasTax, taxName, note } = offer;
  const columns = [
    ['quantity', 'Quantity'],
    ['price', 'Price'],
    ...(hasDiscounts ? ([['discount', 'Discount']] as const) : []),
    ...(hasTax ? ([['tax', taxName]] as const) : []),
    ['amount', 'Amount'],
  ] as const;
  const line = (row: OfferRow, at: string, isOptional: boolean) => (
    <tr key={at}>
      <th scope="row">
        {row.text}
        {isOptional && <span className="offer__aside"> optional, not in the total</span>}
      </th>
      {columns.map(([key, label]) => (
        <td key={key} data-label={label}>
          {row[key]}
        </td>
      ))}
    </tr>
  );
  return (
    <>
      <table className="offer__lines">
        <thead>
          <tr>
            <th scope="col">Line</th>
            {columns.map(([key, label]) => (
              <th key={key} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => line(row, `row ${at}`, false))}
          {options.map((row, at) => line(row, `option ${at}`, true))}
        </tbody>
      </table>
      <dl className="offer__totals">
        {totals.map(({ label, amount, isTotal }) => (
          <div key={label} className={isTotal ? 'is-total' : undefined}>
            <dt>{label}</dt>
            <dd>{amount}</dd>
          </div>
        ))}
      </dl>
      {note && <p className="record-note">{note}</p>}
    </>
  );
}
