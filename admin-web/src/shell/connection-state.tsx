import { useSyncExternalStore } from 'react';
import { useChatClient } from './chat-provider.tsx';

const WORDS = { connecting: 'Connecting…', online: 'Connected', offline: 'No connection' } as const;

export function ConnectionState() {
  const client = useChatClient();
  const connection = useSyncExternalStore(client.subscribe, () => client.getState().connection);
  return (
    <p className={`connection connection--${connection}`} role="status">
      <i aria-hidden="true" /> {WORDS[connection]}
    </p>
  );
}
