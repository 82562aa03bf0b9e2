import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { type FormEvent, useState } from 'react';
import { request } from '../../../api/request.ts';
import { useSession } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, SelectField } from '../../../ui/field.tsx';
import { Panel } from '../../../ui/page.tsx';
import { Notice } from '../../../ui/states.tsx';
import { problemText, useSubmit } from '../../../ui/use-submit.ts';
import { ProposalDialog } from '../../records/proposal-dialog.tsx';
import type { SectionProps } from '../record-section.ts';
import './reply-section.css';

const KINDS = [
  { value: 'answer', label: 'The customer, by mail' },
  { value: 'told', label: 'The customer, who was told elsewhere' },
  { value: 'internal', label: 'The team alone' },
] as const;
type Kind = (typeof KINDS)[number]['value'];

const SUBMITS: Record<Kind, string> = { answer: 'Look it over', told: 'Keep it', internal: 'Keep the note' };
const HINTS: Record<Kind, string> = {
  answer: 'You see the whole mail before it goes.',
  told: 'It stops the clock of the first answer; nothing is mailed.',
  internal: 'The customer never sees it.',
};
const LONGEST = 20_000;

/** Where a ticket is answered, or a note of the team is kept on it: the same as a reply in the chat. */
export function ReplySection({ kind: entity, record, lookAgain }: SectionProps) {
  const { workspace } = useSession();
  const [text, setText] = useState('');
  const [kind, setKind] = useState<Kind>('answer');
  const [result, setResult] = useState<TurnResult>();
  const { isBusy, error, run } = useSubmit();
  if (!entity.rights.update || record.isDeleted) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const path = `/api/workspaces/${workspace.id}/tickets/${encodeURIComponent(record.id)}/replies`;
      const turn = await request<TurnResult>(path, { method: 'POST', body: { text, kind } });
      setResult(turn);
      if (turn.approval) return;
      setText('');
      lookAgain();
    });
  };
  return (
    <Panel title="Reply">
      <form className="reply" onSubmit={submit}>
        <Field label="Your words">
          {(control) => (
            <textarea
              {...control}
              className="input"
              rows={4}
              maxLength={LONGEST}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          )}
        </Field>
        <div className="reply__end">
          <SelectField
            label="For"
            options={KINDS}
            value={kind}
            hint={HINTS[kind]}
            onValue={(value) => setKind(KINDS.find((one) => one.value === value)?.value ?? 'answer')}
          />
          <Button kind="primary" type="submit" disabled={isBusy || !text.trim()}>
            {SUBMITS[kind]}
          </Button>
        </div>
        {error && <Notice kind="danger">{problemText(error)}</Notice>}
      </form>
      {result && (
        <ProposalDialog
          result={result}
          onClose={() => setResult(undefined)}
          onDone={() => {
            setText('');
            lookAgain();
          }}
        />
      )}
    </Panel>
  );
}
