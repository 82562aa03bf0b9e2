import { useNavigate } from 'react-router';
import { useSession } from '../session/session-context.ts';
import { Button } from '../ui/button.tsx';
import { SelectField } from '../ui/field.tsx';
import { Menu } from '../ui/menu.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import './user-menu.css';

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words.at(0), words.length > 1 ? words.at(-1) : '']
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toUpperCase();
}

export function UserMenu() {
  const { session, workspace, chooseWorkspace, signOut } = useSession();
  const navigate = useNavigate();
  const { name, email } = session.user;
  return (
    <div className="user-menu">
      <Menu
        className="user-menu__button"
        button={
          <>
            <span className="avatar" aria-hidden="true">
              {initialsOf(name)}
            </span>
            <span className="user-menu__name">
              {name}
              <span className="visually-hidden">, account</span>
            </span>
          </>
        }
      >
        {(close) => (
          <>
            <div className="user-menu__who">
              <strong>{name}</strong>
              <p>
                {email}, {workspace.role}
              </p>
            </div>
            {session.workspaces.length > 1 && (
              <SelectField
                label="Workspace"
                value={workspace.id}
                options={session.workspaces.map((one) => ({ value: one.id, label: one.name }))}
                onValue={(id) => {
                  chooseWorkspace(id);
                  navigate('/chat');
                  close();
                }}
              />
            )}
            <ThemeSwitch />
            <Button onClick={() => void signOut()}>Sign out</Button>
          </>
        )}
      </Menu>
    </div>
  );
}
