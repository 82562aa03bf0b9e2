import { lazy, Suspense, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { useShortcuts } from './use-shortcuts.ts';

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));
const ShortcutsDialog = lazy(async () => ({
  default: (await import('./shortcuts-dialog.tsx')).ShortcutsDialog,
}));

/** Opens the search, and listens to the keys that do. */
export function SearchButton() {
  const [shown, setShown] = useState<'search' | 'shortcuts'>();
  const close = () => setShown(undefined);
  useShortcuts({ onSearch: () => setShown('search'), onHelp: () => setShown('shortcuts') });
  return (
    <>
      <Button
        kind="quiet"
        isIcon
        className="side__search"
        aria-label="Search and commands"
        aria-keyshortcuts="Control+K Meta+K"
        title="Search and commands (Ctrl K)"
        onClick={() => setShown('search')}
      >
        <ConsoleIcon name="search" size={20} />
      </Button>
      <Suspense>
        {shown === 'search' && <Palette onClose={close} onShortcuts={() => setShown('shortcuts')} />}
        {shown === 'shortcuts' && <ShortcutsDialog onClose={close} />}
      </Suspense>
    </>
  );
}
