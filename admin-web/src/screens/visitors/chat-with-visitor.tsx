import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { request } from '../../api/request.ts';
import { sizeInWords } from '../../chat/cards/size-in-words.ts';
import { useSession } from '../../session/session-context.ts';
import { usePeople } from '../../session/use-people.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { nameOf, STATES, type VisitorChat } from './visitor-chat.ts';

interface Props {
  chat: VisitorChat;
  onChanged: (chat: VisitorChat) => void;
}

/** What was said with one visitor, and where a teammate answers. */
export function ChatWithVisitor({ chat, onChanged }: Props) {
  const { workspace, session } = useSession();
  const [text, setText] = useState('');
  const { isBusy, error, run } = useSubmit();
  const people = usePeople(workspace.id);
  const names = (userId: string) => people.find((one) => one.userId === userId)?.name ?? 'A teammate';
  const log = useRef<HTMLOListElement>(null);
  const { length } = chat.messages;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest is shown when there is one more
  useEffect(() => {
    log.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [length]);
  const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/visitor-chats/${encodeURIComponent(chat.id)}`;
  const send = (what: string, body: object) =>
    run(async () => onChanged(await request<VisitorChat>(`${path}/${what}`, { method: 'POST', body })));
  const reply = async (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    if (!(await send('reply', { text: text.trim() }))) setText('');
  };
  const isOthers = chat.state === 'person' && chat.assigneeId !== session.user.id;
  const isMine = chat.state === 'person' && !isOthers;
  const who = (one: VisitorChat['messages'][number]) =>
    one.by === 'visitor' ? nameOf(chat) : one.by === 'bot' ? 'Clianta' : names(one.userId ?? '');
  return (
    <section className="visitor" aria-label={`Chat with ${nameOf(chat)}`}>
      <header className="visitor__head">
        <h2>{nameOf(chat)}</h2>
        <p>
          {isOthers ? `With ${names(chat.assigneeId ?? '')}` : STATES[chat.state]}
          {chat.email && ` · ${chat.email}, which nothing proves`}
          {chat.ticketId && (
            <>
              {' · '}
              <Link to={`/records/tickets/${chat.ticketId}`}>Ticket</Link>
            </>
          )}
        </p>
      </header>
      <ol className="visitor__log" ref={log}>
        {chat.messages.map((one) => (
          <li key={one.id} className={`visitor__said is-${one.by}`}>
            <span className="visitor__who">
              {who(one)},{' '}
              {new Date(one.at).toLocaleTimeString(workspace.locale, {
                hour: 'numeric',
                minute: '2-digit',
                timeZone: workspace.timeZone,
              })}
            </span>
            {one.text}
            {one.file && (
              <a href={`${path}/files/${encodeURIComponent(one.file.id)}`} download={one.file.name}>
                {one.file.name}, {sizeInWords(one.file.bytes)}
              </a>
            )}
          </li>
        ))}
      </ol>
      {error && <Notice kind="danger">{problemText(error)}</Notice>}
      {isOthers ? (
        <Notice>{names(chat.assigneeId ?? '')} speaks with this visitor.</Notice>
      ) : (
        <form className="visitor__form" onSubmit={reply}>
          <textarea
            className="input"
            rows={2}
            maxLength={2000}
            aria-label="Answer to the visitor"
            placeholder={isMine ? 'Write to the visitor' : 'Write, and take over from Clianta'}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <div className="visitor__actions">
            <Button type="submit" kind="primary" disabled={isBusy || !text.trim()}>
              Send
            </Button>
            {!isMine && (
              <Button disabled={isBusy} onClick={() => void send('reply', {})}>
                Take over
              </Button>
            )}
            {isMine && (
              <Button disabled={isBusy} onClick={() => void send('leave', { to: 'bot' })}>
                Hand back to Clianta
              </Button>
            )}
            {chat.state !== 'resolved' && (
              <Button kind="quiet" disabled={isBusy} onClick={() => void send('leave', { to: 'resolved' })}>
                It is over
              </Button>
            )}
          </div>
        </form>
      )}
    </section>
  );
}
