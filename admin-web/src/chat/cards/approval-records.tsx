import type { ApprovalCard } from '@clianta/agents/reply.schema';
import { useState } from 'react';
import { useChatActions } from '../chat-context.ts';
import type { ProposedRecords } from '../store/card-requests.ts';
import { problemOf } from '../store/chat-socket.ts';
import { RecordName } from './record-name.tsx';

/** The records of a proposal: some of them at first; pressed, all of them come, some at a time. */
export function ApprovalRecords({ card }: { card: ApprovalCard }) {
  const { proposed } = useChatActions();
  const [page, setPage] = useState<ProposedRecords>();
  const [problem, setProblem] = useState('');
  const [isLoading, setIsLoading] = useState(false);
  const items: ProposedRecords['items'] = page?.items ?? card.sample;
  const count = page?.count ?? card.count;
  const left = count - items.length;

  const load = async () => {
    setIsLoading(true);
    setProblem('');
    try {
      const more = await proposed(card.approvalId, page?.items.length ?? 0);
      setPage({ count: more.count, items: [...(page?.items ?? []), ...more.items] });
    } catch (error) {
      setProblem(problemOf(error).message);
    } finally {
      setIsLoading(false);
    }
  };

  return (
    <div>
      <h3>
        {count === 1 ? '1 record' : `${count} records`}
        {!page && left > 0 && ', for example'}
      </h3>
      <ul className={page ? 'approval__all' : undefined}>
        {items.map((item, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two records may have the same title
          <li key={at}>
            {item.id && item.entity ? (
              <RecordName record={{ entity: item.entity, id: item.id, title: item.title }} />
            ) : (
              item.title
            )}{' '}
            {item.detail && <span className="approval__detail">{item.detail}</span>}
          </li>
        ))}
      </ul>
      {left > 0 && (
        <button
          type="button"
          className="link-button approval__more"
          disabled={isLoading}
          onClick={() => void load()}
        >
          {isLoading ? 'Loading…' : page ? `${left} more` : `and ${left} more: show all`}
        </button>
      )}
      {problem && (
        <p className="card__problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
