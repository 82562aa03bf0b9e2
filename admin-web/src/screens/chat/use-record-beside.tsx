import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { request } from '../../api/request.ts';
import type { NamedRecord } from '../../chat/chat-context.ts';
import { useMetadata } from '../../metadata/metadata-provider.tsx';
import { recordPath } from '../../metadata/record-path.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Skeleton } from '../../ui/states.tsx';

const RecordView = lazy(async () => ({
  default: (await import('../record/record-view.tsx')).RecordView,
}));

/** As wide as a conversation and a record beside each other need, as in chat-screen.css. */
const WIDE = '(min-width: 1101px)';

interface Beside {
  open: (record: NamedRecord) => boolean;
  hrefOf: (record: Pick<NamedRecord, 'entity' | 'id'>) => string | undefined;
  /** The record that is open; undefined for none. */
  panel: ReactNode;
  /** Says what is spoken of. */
  about: ReactNode;
}

/**
 * The record beside the conversation: it stands in the address, `?record=contact/<id>`. With `?about=` the conversation
 * speaks of it from then on.
 */
export function useRecordBeside(conversationId: string | undefined): Beside {
  const { kinds } = useMetadata();
  const { workspace } = useSession();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const [about, setAbout] = useState<{ conversationId: string; title: string }>();
  const wanted = params.get('about');
  const [name, id] = splitAt(params.get('record') ?? wanted);
  const kind = kinds?.spoken.find((one) => one.name === name);

  const kindOf = useCallback((entity: string) => kinds?.spoken.find((one) => one.name === entity), [kinds]);
  const hrefOf = useCallback<Beside['hrefOf']>(
    ({ entity, id: recordId }) => {
      const of = kindOf(entity);
      return of && recordPath(of, recordId);
    },
    [kindOf],
  );
  const show = useCallback(
    (record: string | undefined) =>
      setParams((all) => {
        all.delete('about');
        if (record) all.set('record', record);
        else all.delete('record');
        return all;
      }),
    [setParams],
  );
  const open = useCallback<Beside['open']>(
    (record) => {
      const href = hrefOf(record);
      if (!href) return false;
      if (matchMedia(WIDE).matches) show(`${record.entity}/${record.id}`);
      else navigate(href);
      return true;
    },
    [hrefOf, show, navigate],
  );
  const speakOf = useCallback(
    async (entity: string, recordId: string) => {
      if (!conversationId) return;
      const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/own-conversations/${encodeURIComponent(conversationId)}/focus`;
      const { title } = await request<{ title: string }>(path, {
        method: 'POST',
        body: { entity, id: recordId },
      });
      setAbout({ conversationId, title });
    },
    [conversationId, workspace.id],
  );
  useEffect(() => {
    const [entity, recordId] = splitAt(wanted);
    if (!conversationId || !entity || !recordId) return;
    speakOf(entity, recordId).then(
      () => show(matchMedia(WIDE).matches ? `${entity}/${recordId}` : undefined),
      () => show(undefined),
    );
  }, [wanted, conversationId, speakOf, show]);

  const panel = kind && id && (
    <aside className="chat-screen__beside" aria-label={`The ${kind.label.one} beside the conversation`}>
      <div className="chat-screen__beside-bar">
        <Link to={recordPath(kind, id)}>Open its page</Link>
        <Button
          kind="quiet"
          isIcon
          aria-label={`Close the ${kind.label.one}`}
          onClick={() => show(undefined)}
        >
          <Icon name="cross" />
        </Button>
      </div>
      <Suspense fallback={<Skeleton label={`Loading the ${kind.label.one}`} lines={8} />}>
        <RecordView
          key={id}
          kind={kind}
          id={id}
          level="h2"
          actions={() => <Button onClick={() => void speakOf(kind.name, id)}>Ask about this</Button>}
        />
      </Suspense>
    </aside>
  );
  return {
    open,
    hrefOf,
    panel,
    about: about?.conversationId === conversationId && about && (
      <p className="chat-screen__about" role="status">
        <span>
          About <strong>{about.title}</strong>: “it” means this from now on.
        </span>
        <Button kind="quiet" isIcon aria-label="Do not say this any more" onClick={() => setAbout(undefined)}>
          <Icon name="cross" size={16} />
        </Button>
      </p>
    ),
  };
}

const splitAt = (text: string | null): (string | undefined)[] => text?.split(/\/(.*)/s) ?? [];
