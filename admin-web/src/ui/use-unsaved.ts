import { useEffect } from 'react';

const QUESTION = 'What you have changed here is not saved. Leave anyway?';

/** While something is not saved, the person is asked before a link, the browser's buttons or the window take it away. */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return;
    const onClose = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      const isElsewhere = link instanceof HTMLAnchorElement && link.target !== '_blank';
      if (!isElsewhere || event.defaultPrevented || event.metaKey || event.ctrlKey) return;
      if (link.href === window.location.href || window.confirm(QUESTION)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('beforeunload', onClose);
    document.addEventListener('click', onClick, { capture: true });
    return () => {
      window.removeEventListener('beforeunload', onClose);
      document.removeEventListener('click', onClick, { capture: true });
    };
  }, [isUnsaved]);
}
