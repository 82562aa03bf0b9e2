import type { ApiTokenRecord } from '@clianta/crm-core/workspace/api-token/api-token.schema';
import { useState } from 'react';
import { type Json, recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatDate, formatInstant } from '../../formatting.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { usePeople } from '../../session/use-people.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { AddTokenDialog } from './add-token-dialog.tsx';
import { ShownOnce } from './shown-once.tsx';

type Token = Json<ApiTokenRecord>;

const ACCESS = { read: 'Reads', write: 'Reads and writes', ask: 'Reads, writes and asks about' } as const;

/** Keys by which programs act for people through the API. */
export function TokensPanel() {
  const { workspace, session, isAdmin } = useSession();
  const tokens = recordsOf<Token>(workspace.id, 'api-tokens');
  const people = usePeople(workspace.id);
  const kinds = useKinds();
  const { data, error, reload } = useResource(
    async (signal) => (await tokens.list({ sort: '-createdAt', limit: 200, signal })).records,
    [workspace.id],
  );
  const [isAdding, setIsAdding] = useState(false);
  const [made, setMade] = useState<string>();
  const { isBusy, error: problem, run } = useSubmit();
  const { locale, timeZone } = workspace;

  const aboutOf = (token: Token) => {
    const opens = token.kinds ? ` ${token.kinds.map((kind) => kinds.many(kind)).join(', ')}` : ' everything';
    const isOver = token.expiresAt && new Date(token.expiresAt) <= new Date();
    const until = token.expiresAt
      ? `, ${isOver ? 'expired' : 'until'} ${formatDate(token.expiresAt, locale, timeZone)}`
      : '';
    const used = token.lastUsedAt
      ? `last used ${formatInstant(token.lastUsedAt, locale, timeZone)}`
      : 'never used';
    return `${ACCESS[token.access]}${opens}${until}, ${used}`;
  };
  return (
    <Panel
      title="API tokens"
      about={
        isAdmin
          ? 'A program that sends one acts for the person whose it is, as does one that signs in. You see everybody’s, and can revoke them.'
          : 'A program that sends one acts for you, with your rights and no more, as does one that signs in.'
      }
    >
      {error && <ProblemState title="The tokens did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the tokens" lines={3} />}
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      {data?.length === 0 && (
        <EmptyState title="No tokens">
          <p>
            Make one for a script or another program. What there is to call stands in{' '}
            <a href="/api/openapi.json">the API’s description</a>.
          </p>
        </EmptyState>
      )}
      <ul className="rows">
        {data?.map((token) => (
          <li key={token.id} className="rows__row">
            <div className="rows__text">
              <strong>{token.name}</strong>{' '}
              {token.redirectHost ? (
                <span className="badge">Signed in, to {token.redirectHost}</span>
              ) : (
                <code>{token.prefix}…</code>
              )}
              <p>
                {aboutOf(token)}
                {token.userId !== session.user.id &&
                  `; of ${people.find(({ userId }) => userId === token.userId)?.name ?? 'somebody who has left'}`}
              </p>
            </div>
            <Button
              kind="danger"
              disabled={isBusy}
              aria-label={`Revoke ${token.name}`}
              onClick={() =>
                void run(async () => {
                  await tokens.remove(token.id);
                  reload();
                })
              }
            >
              Revoke
            </Button>
          </li>
        ))}
      </ul>
      <div className="form-actions">
        <Button onClick={() => setIsAdding(true)}>
          <Icon name="plus" /> Make a token
        </Button>
      </div>
      {isAdding && (
        <AddTokenDialog
          onClose={() => setIsAdding(false)}
          onMade={(token) => {
            setIsAdding(false);
            setMade(token);
            reload();
          }}
        />
      )}
      {made && (
        <ShownOnce title="Your token" text={made} onClose={() => setMade(undefined)}>
          Send it as “Authorization: Bearer …”, and keep it where you keep passwords.
        </ShownOnce>
      )}
    </Panel>
  );
}
