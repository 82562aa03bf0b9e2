import { type KeyboardEvent as KeyPress, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { DraftStorage } from '../store/draft-storage.ts';
import { PendingFiles } from './pending-files.tsx';
import { type SentFile, type Upload, useAttachments } from './use-attachments.ts';
import { useDraft } from './use-draft.ts';
import './composer.css';

/** The server's limit, `sendSchema` in web.schema.ts. */
const MAX_LENGTH = 20_000;
/** From here on, the characters left are shown. */
const NEAR_LENGTH = 18_000;

interface Props {
  /** No conversation is open yet. */
  isDisabled: boolean;
  hint: string;
  onSend: (text: string, files: readonly SentFile[]) => void;
  /** Where files can be sent in. */
  upload?: Upload | undefined;
  /** A draft belongs to its conversation. Another one also gives the field the focus. */
  conversationId: string | undefined;
  drafts: DraftStorage;
}

export function Composer({ isDisabled, hint, onSend, conversationId, drafts, upload }: Props) {
  const [text, setText] = useDraft(drafts, conversationId);
  const { files, isBusy, ready, add, remove, clear } = useAttachments(upload);
  const [isOver, setIsOver] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const noteId = useId();
  const over = text.length - MAX_LENGTH;
  const number = new Intl.NumberFormat('en');

  const isFirst = useRef(true);
  useEffect(() => {
    if (!conversationId) return;
    // what a person began while the page was still loading, such as a menu, keeps the focus
    const isWelcome = !isFirst.current || document.activeElement === document.body;
    isFirst.current = false;
    // on a touch screen, focus would open the keyboard over the conversation
    if (isWelcome && matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, [conversationId]);

  // `field-sizing: content` does this alone where it exists
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const area = field.current;
    if (!area || CSS.supports('field-sizing', 'content')) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);

  const canSend = !isDisabled && over <= 0 && !isBusy && (text.trim() !== '' || ready.length > 0);
  const send = () => {
    if (!canSend) return;
    onSend(text, ready);
    setText('');
    clear();
    field.current?.focus();
  };

  const onKeyDown = (event: KeyPress<HTMLTextAreaElement>) => {
    // Preact hands over the browser's event itself
    const { isComposing }: KeyboardEvent = event.nativeEvent ?? event;
    if (event.key !== 'Enter' || event.shiftKey || isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className={isOver ? 'composer composer--over' : 'composer'}
      onDragOver={(event) => {
        if (!upload || isDisabled || !event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        setIsOver(false);
        if (!upload || isDisabled || !event.dataTransfer?.files.length) return;
        event.preventDefault();
        add(event.dataTransfer.files);
      }}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <PendingFiles files={files} onRemove={remove} />
      <div className="composer__box">
        {upload && (
          <>
            <input
              ref={picker}
              type="file"
              multiple
              hidden
              onChange={(event) => {
                add(event.currentTarget.files ?? []);
                // the same file can be chosen again
                event.currentTarget.value = '';
              }}
            />
            <Button
              kind="quiet"
              isIcon
              aria-label="Attach files"
              disabled={isDisabled}
              onClick={() => picker.current?.click()}
            >
              <Icon name="clip" size={20} />
            </Button>
          </>
        )}
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          disabled={isDisabled}
          placeholder="Ask, or say what to do"
          aria-label="Message to Clianta"
          aria-describedby={noteId}
          aria-invalid={over > 0}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = event.clipboardData?.files;
            if (!upload || !pasted?.length) return;
            event.preventDefault();
            add(pasted);
          }}
        />
        <Button type="submit" kind="primary" isIcon aria-label="Send" disabled={!canSend}>
          <Icon name="send" size={20} />
        </Button>
      </div>
      <div
        id={noteId}
        className={over > 0 ? 'composer__note composer__note--problem' : 'composer__note'}
        role={over > 0 ? 'alert' : undefined}
      >
        <span>
          {over > 0
            ? `${number.format(over)} ${over === 1 ? 'character' : 'characters'} too many: at most ${number.format(MAX_LENGTH)}. Shorten it, or send it in parts.`
            : hint}
        </span>
        {text.length > NEAR_LENGTH && over <= 0 && (
          <span>{number.format(MAX_LENGTH - text.length)} characters left</span>
        )}
      </div>
    </form>
  );
}
