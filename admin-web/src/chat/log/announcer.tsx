import { useEffect, useRef, useState } from 'react';
import type { ChatView } from '../store/chat-state.ts';
import { endOfSentences, spoken } from './sentences.ts';

/**
 * Speaks answers politely, sentence by sentence: the log itself would be read again at every word that streams in.
 * Mounted once per conversation.
 */
export function Announcer({ view }: { view: ChatView }) {
  const [lines, setLines] = useState<string[]>([]);
  const progress = useRef<{ turnId: string | undefined; end: number }>(undefined);
  const last = view.messages.findLast((message) => message.author === 'assistant');
  const text = view.running?.text ?? last?.text ?? '';
  const turnId = view.running?.turnId ?? last?.turnId ?? last?.id;
  const isDone = !view.running;
  const status = view.running && !view.running.text ? view.running.status : '';

  useEffect(() => {
    const isOpening = !progress.current;
    // an answer that was already there when the conversation opened is not news
    if (progress.current?.turnId !== turnId)
      progress.current = { turnId, end: isOpening && isDone ? text.length : 0 };
    const from = progress.current?.end ?? 0;
    const end = endOfSentences(text, from, isDone);
    if (end <= from) return;
    progress.current = { turnId, end };
    const line = spoken(text.slice(from, end));
    if (line) setLines((all) => [...all.slice(-4), line]);
  }, [turnId, text, isDone]);

  return (
    <div className="visually-hidden" aria-live="polite">
      {status && <p>{status}</p>}
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sentences may repeat
        <p key={index}>{line}</p>
      ))}
    </div>
  );
}
