import { useId, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useChatActions } from '../chat-context.ts';
import type { Verdict } from '../store/card-requests.ts';
import { problemOf } from '../store/chat-socket.ts';
import '../../ui/field.css';
import './rating.css';

interface Props {
  turnId: string;
  /** What was said of it before. */
  verdict?: 'good' | 'bad' | undefined;
}

/** A thumb up or down; the same again takes it back, and after one there is room for words. */
export function Rating({ turnId, verdict: before }: Props) {
  const { rate } = useChatActions();
  const [verdict, setVerdict] = useState<Verdict>(before ?? 'none');
  const [comment, setComment] = useState('');
  const [isAsking, setIsAsking] = useState(false);
  const [said, setSaid] = useState('');
  const id = useId();

  const send = async (wanted: Verdict, words?: string) => {
    const former = verdict;
    setVerdict(wanted);
    setIsAsking(wanted !== 'none' && words === undefined);
    try {
      setSaid(await rate(turnId, wanted, words));
    } catch (error) {
      setVerdict(former);
      setSaid(problemOf(error).message);
    }
  };
  const thumb = (of: 'good' | 'bad', label: string) => (
    <Button
      kind="quiet"
      isIcon
      aria-label={label}
      title={label}
      aria-pressed={verdict === of}
      onClick={() => send(verdict === of ? 'none' : of)}
    >
      <Icon name={of === 'good' ? 'thumbUp' : 'thumbDown'} size={16} />
    </Button>
  );

  return (
    <>
      {thumb('good', 'Good answer')}
      {thumb('bad', 'Bad answer')}
      {isAsking && (
        <form
          className="rating"
          onSubmit={(event) => {
            event.preventDefault();
            void send(verdict, comment.trim());
          }}
        >
          <label className="visually-hidden" htmlFor={id}>
            What was {verdict === 'good' ? 'good' : 'wrong'} about it, if you like
          </label>
          <input
            id={id}
            className="input"
            maxLength={2_000}
            autoComplete="off"
            placeholder={verdict === 'good' ? 'What was good?' : 'What was wrong?'}
            value={comment}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
          <Button type="submit" disabled={!comment.trim()}>
            Send
          </Button>
        </form>
      )}
      <span className={isAsking ? 'visually-hidden' : undefined} role="status">
        {said}
      </span>
    </>
  );
}
