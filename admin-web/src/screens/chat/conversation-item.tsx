import { type FormEvent, useState } from 'react';
import { NavLink } from 'react-router';
import { request } from '../../api/request.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Notice } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import type { ConversationSummary } from './conversation-groups.ts';

interface Props {
  conversation: ConversationSummary;
  onPick: () => void;
  onChanged: () => void;
  onDeleted: () => void;
}

/** A conversation of the list: opened, named, pinned, deleted. */
export function ConversationItem({ conversation, onPick, onChanged, onDeleted }: Props) {
  const { workspace } = useSession();
  const { id, title, isPinned = false } = conversation;
  const [asked, setAsked] = useState<'name' | 'delete'>();
  const [name, setName] = useState(title);
  const { isBusy, error, run } = useSubmit();
  const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/own-conversations/${encodeURIComponent(id)}`;
  const change = (body: object) =>
    run(async () => {
      await request(path, { method: 'PATCH', body });
      setAsked(undefined);
      onChanged();
    });
  const rename = (event: FormEvent) => {
    event.preventDefault();
    void change({ title: name });
  };
  const remove = () =>
    run(async () => {
      await request(path, { method: 'DELETE' });
      setAsked(undefined);
      onDeleted();
    });
  return (
    <li className="conversations__item">
      <NavLink to={`/chat/${id}`} onClick={onPick} title={title}>
        <span>{title}</span>
      </NavLink>
      <Menu
        className="button button--quiet button--icon"
        button={
          <>
            <Icon name="more" />
            <span className="visually-hidden">Actions for {title}</span>
          </>
        }
      >
        {(close) => (
          <div className="menu__items">
            <Button
              kind="quiet"
              onClick={() => {
                close();
                void change({ isPinned: !isPinned });
              }}
            >
              {isPinned ? 'Unpin' : 'Pin'}
            </Button>
            <Button
              kind="quiet"
              onClick={() => {
                close();
                setName(title);
                setAsked('name');
              }}
            >
              Rename
            </Button>
            <Button
              kind="quiet"
              onClick={() => {
                close();
                setAsked('delete');
              }}
            >
              Delete
            </Button>
          </div>
        )}
      </Menu>
      {asked === 'name' && (
        <Dialog title="Rename the conversation" onClose={() => setAsked(undefined)}>
          <form className="dialog__form" onSubmit={rename}>
            <TextField
              label="Name"
              required
              maxLength={200}
              autoComplete="off"
              value={name}
              onValue={setName}
            />
            {error && <Notice kind="danger">{problemText(error)}</Notice>}
            <div className="dialog__actions">
              <Button onClick={() => setAsked(undefined)}>Cancel</Button>
              <Button kind="primary" type="submit" disabled={isBusy || !name.trim()}>
                Rename
              </Button>
            </div>
          </form>
        </Dialog>
      )}
      {asked === 'delete' && (
        <Dialog title={`Delete “${title}”?`} onClose={() => setAsked(undefined)}>
          <p>The conversation goes, what was done in it stays.</p>
          {error && <Notice kind="danger">{problemText(error)}</Notice>}
          <div className="dialog__actions">
            <Button onClick={() => setAsked(undefined)}>Cancel</Button>
            <Button kind="danger" disabled={isBusy} onClick={() => void remove()}>
              Delete
            </Button>
          </div>
        </Dialog>
      )}
    </li>
  );
}
