import type { ApprovalRecord } from '@clianta/crm-core/conversations/approval/approval.schema';
import { useState } from 'react';
import { type Json, recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { usePages } from '../../api/use-pages.ts';
import { formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { usePeople } from '../../session/use-people.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';

type Proposal = Json<ApprovalRecord>;

const SHOWN = [
  { value: 'pending', label: 'Waiting' },
  { value: 'decided', label: 'Decided' },
];
const PAGE = 25;

const STATES: Record<Proposal['status'], string> = {
  pending: 'Waiting',
  approved: 'Being done',
  rejected: 'Rejected',
  superseded: 'Replaced',
  expired: 'Expired',
  executed: 'Done',
  partly: 'Done in part',
  failed: 'Failed',
  undone: 'Undone',
};

/** What waits for a decision, whoever asked for it, and what was decided. */
export function ProposalsPanel() {
  const { workspace } = useSession();
  const people = usePeople(workspace.id);
  const [shown, setShown] = useState('pending');
  const [said, setSaid] = useState<string>();
  const { data, error, reload, hasMore, isLoadingMore, loadMore } = usePages(
    async (options) => {
      const { records: rows, ...rest } = await recordsOf<Proposal>(workspace.id, 'approvals').list({
        filter: {
          where: [
            shown === 'pending'
              ? { field: 'status', op: 'eq', value: 'pending' }
              : { field: 'status', op: 'ne', value: 'pending' },
            ...(shown === 'pending'
              ? [{ field: 'expiresAt', op: 'gt' as const, value: new Date().toISOString() }]
              : []),
          ],
        },
        sort: '-createdAt',
        limit: PAGE,
        ...options,
      });
      return { rows, ...rest };
    },
    [workspace.id, shown],
  );
  const nameOf = (userId: string | undefined) =>
    people.find((one) => one.userId === userId)?.name ?? 'Somebody';
  return (
    <Panel title="Proposals" about="What people and agents have asked for and somebody has to decide.">
      <div className="settings-filter">
        <SelectField label="Show" options={SHOWN} value={shown} onValue={setShown} />
      </div>
      {said && <Notice kind="positive">{said}</Notice>}
      {error && <ProblemState title="The proposals did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the proposals" lines={3} />}
      {data?.rows.length === 0 && (
        <EmptyState title={shown === 'pending' ? 'Nothing waits' : 'Nothing was decided yet'} />
      )}
      <ul className="rows">
        {data?.rows.map((proposal) => (
          <li key={proposal.id} className="rows__row">
            <div className="rows__text">
              <strong>{proposal.title}</strong>
              <p>
                Asked for by {nameOf(proposal.askedBy)},{' '}
                {formatInstant(proposal.createdAt, workspace.locale, workspace.timeZone)}
                {proposal.decidedBy && `; decided by ${nameOf(proposal.decidedBy.split('/')[0])}`}
              </p>
              <p>{samplesOf(proposal)}</p>
            </div>
            {proposal.status === 'pending' ? (
              <Decision
                proposal={proposal}
                onDone={(text) => {
                  setSaid(text);
                  reload();
                }}
              />
            ) : (
              <span className="badge">{STATES[proposal.status]}</span>
            )}
          </li>
        ))}
      </ul>
      {hasMore && (
        <div className="form-actions">
          <Button disabled={isLoadingMore} onClick={() => void loadMore()}>
            {isLoadingMore ? 'Loading…' : 'Show more'}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function samplesOf({ preview: { sample, count, outside } }: Proposal): string {
  const more = count - sample.length;
  const named = sample.map(({ title }) => title).join(', ');
  const from = outside ? ` It follows text from outside: ${outside}.` : '';
  return `${named}${more > 0 ? `, and ${more} more` : ''}.${from}`;
}

interface Answer {
  reply: { text: string };
}

function Decision({ proposal, onDone }: { proposal: Proposal; onDone: (text: string) => void }) {
  const { workspace } = useSession();
  const { isBusy, error, run } = useSubmit();
  const [typed, setTyped] = useState('');
  const { id: approvalId, typedCount, isDestructive, title } = proposal;
  const decide = (decision: 'approve' | 'reject') =>
    run(async () => {
      const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/agents/chat`;
      const body = { decision: { approvalId, decision, ...(typedCount && { typedCount: Number(typed) }) } };
      const { reply } = await request<Answer>(path, { method: 'POST', body });
      onDone(reply.text);
    });
  return (
    <div className="rows__control">
      {typedCount !== undefined && (
        <TextField
          label={`Type ${typedCount} to approve`}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onValue={setTyped}
        />
      )}
      <div className="form-actions">
        <Button
          kind={isDestructive ? 'danger' : 'primary'}
          aria-label={`Approve: ${title}`}
          disabled={isBusy || (typedCount !== undefined && Number(typed) !== typedCount)}
          onClick={() => void decide('approve')}
        >
          Approve
        </Button>
        <Button aria-label={`Reject: ${title}`} disabled={isBusy} onClick={() => void decide('reject')}>
          Reject
        </Button>
      </div>
      {error && <p role="alert">{problemText(error)}</p>}
    </div>
  );
}
