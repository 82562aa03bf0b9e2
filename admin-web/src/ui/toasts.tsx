import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import './toasts.css';

interface Toast {
  id: number;
  title: string;
  body?: string | undefined;
  action?: { label: string; run: () => void };
}

type ShowToast = (toast: Omit<Toast, 'id'>) => void;

const ToastContext = createContext<ShowToast>(() => {});
export const useToast = (): ShowToast => useContext(ToastContext);

/** Long enough to read two sentences twice. */
const SHOWN_MS = 8_000;
let lastId = 0;

/** Short messages at the edge of the screen, also spoken; each goes away by itself or by its button. */
export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const close = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const show = useCallback<ShowToast>(
    (toast) => {
      lastId += 1;
      const id = lastId;
      setToasts((all) => [...all.slice(-2), { ...toast, id }]);
      setTimeout(() => close(id), SHOWN_MS);
    },
    [close],
  );
  const list = useMemo(
    () =>
      toasts.map((toast) => (
        <div key={toast.id} className="toast">
          <div className="toast__text">
            <strong>{toast.title}</strong>
            {toast.body && <p>{toast.body}</p>}
          </div>
          {toast.action && (
            <Button
              onClick={() => {
                close(toast.id);
                toast.action?.run();
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <Button kind="quiet" isIcon aria-label={`Dismiss: ${toast.title}`} onClick={() => close(toast.id)}>
            <Icon name="cross" />
          </Button>
        </div>
      )),
    [toasts, close],
  );
  return (
    <ToastContext value={show}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {list}
      </div>
    </ToastContext>
  );
}
