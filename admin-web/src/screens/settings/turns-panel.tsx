import type { AgentTurnRecord } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { type Json, recordsOf } from '../../api/records.ts';
import { usePages } from '../../api/use-pages.ts';
import { plainText } from '../../chat/markdown/plain-text.ts';
import { formatInstant, humanize } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';

type Turn = Json<AgentTurnRecord>;

const PAGE = 25;
const SHOWN = [
  { value: '', label: 'All requests' },
  { value: 'failed', label: 'Failed' },
  { value: 'waiting', label: 'Waiting for a decision' },
];

const STATES: Record<Turn['status'], { label: string; kind: string }> = {
  running: { label: 'Running', kind: '' },
  waiting: { label: 'Waits for a decision', kind: 'badge--warning' },
  done: { label: 'Done', kind: 'badge--positive' },
  failed: { label: 'Failed', kind: 'badge--danger' },
};

/** What one has asked for, and how it was done: who worked on it, with which tools, and how long it took. */
export function TurnsPanel() {
  const { workspace } = useSession();
  const [status, setStatus] = useState('');
  const { data, error, reload, hasMore, isLoadingMore, moreError, loadMore } = usePages(
    async (options) => {
      const { records: rows, ...rest } = await recordsOf<Turn>(workspace.id, 'agent-turns').list({
        ...(status && { filter: { where: [{ field: 'status', op: 'eq', value: status }] } }),
        sort: '-createdAt',
        limit: PAGE,
        ...options,
      });
      return { rows, ...rest };
    },
    [workspace.id, status],
  );
  return (
    <Panel
      title="Requests"
      about="Only yours: what you say to Clianta is private. Ask “why?” in the chat for the same in words."
    >
      <div className="settings-filter">
        <SelectField label="Show" options={SHOWN} value={status} onValue={setStatus} />
      </div>
      {error && <ProblemState title="The requests did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the requests" lines={5} />}
      {data?.rows.length === 0 && (
        <EmptyState title={status ? 'Nothing matches' : 'You have asked for nothing yet'} />
      )}
      <ul className="rows">
        {data?.rows.map((turn) => (
          <TurnRow key={turn.id} turn={turn} />
        ))}
      </ul>
      {moreError && <p role="alert">{moreError.message}</p>}
      {hasMore && (
        <div className="form-actions">
          <Button disabled={isLoadingMore} onClick={() => void loadMore()}>
            {isLoadingMore ? 'Loading…' : 'Show older requests'}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function TurnRow({ turn }: { turn: Turn }) {
  const { workspace } = useSession();
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const { message, status, agents, createdAt, ms } = turn;
  const said = message.length > 120 ? `${message.slice(0, 120)}…` : message;
  return (
    <li className="rows__row">
      <Button
        kind="quiet"
        isIcon
        aria-expanded={isOpen}
        aria-controls={id}
        aria-label={`Details of “${said}”`}
        onClick={() => setIsOpen(!isOpen)}
      >
        <ConsoleIcon name={isOpen ? 'down' : 'right'} />
      </Button>
      <div className="rows__text">
        <strong>{said}</strong>
        <p>
          {formatInstant(createdAt, workspace.locale, workspace.timeZone)}
          {agents.length > 0 && `, ${agents.map(humanize).join(', ')}`}, {inSeconds(ms, workspace.locale)}
        </p>
      </div>
      <span className={`badge ${STATES[status].kind}`}>{STATES[status].label}</span>
      <div id={id} className="turn" hidden={!isOpen}>
        {isOpen && <TurnDetail turn={turn} />}
      </div>
    </li>
  );
}

const inSeconds = (ms: number, locale: string) =>
  new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'second',
    maximumFractionDigits: ms < 10_000 ? 2 : 0,
  }).format(ms / 1000);

interface Call {
  agent?: unknown;
  tool?: unknown;
  args?: unknown;
  ms?: unknown;
  error?: unknown;
}

function TurnDetail({ turn }: { turn: Turn }) {
  const { workspace } = useSession();
  const { route, model, modelCalls, tokens, toolCalls, reply, taintedBy, conversationId } = turn;
  const facts = [
    ['Way', route || 'Not known'],
    ['Model', model === 'embedded' ? 'The built-in language engine' : model],
    ['Model calls', String(modelCalls)],
    ['Tokens', new Intl.NumberFormat(workspace.locale).format(tokens)],
    ...(taintedBy ? [['Follows text from', taintedBy]] : []),
  ];
  return (
    <>
      <dl className="facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {toolCalls.length > 0 && (
        <ol className="tools">
          {(toolCalls as Call[]).map((call, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: calls have no identity and do not move
            <li key={at}>
              <span>
                <strong>{humanize(String(call.tool).replaceAll('_', ' '))}</strong>{' '}
                {call.error ? <em>{String(call.error)}</em> : inSeconds(Number(call.ms), workspace.locale)}
                <code className="turn__args">{JSON.stringify(call.args)}</code>
              </span>
            </li>
          ))}
        </ol>
      )}
      {reply && <p className="turn__reply">{plainText(reply).slice(0, 600)}</p>}
      <p>
        <Link to={`/chat/${conversationId}`}>Open the conversation</Link>
        {' · '}
        <Link to={`/audit?request=${turn.id}`}>What it changed</Link>
      </p>
    </>
  );
}
