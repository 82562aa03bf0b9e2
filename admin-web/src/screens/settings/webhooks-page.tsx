import { InboundHooksPanel } from './inbound-hooks-panel.tsx';
import { WebhooksPanel } from './webhooks-panel.tsx';

export function WebhooksPage() {
  return (
    <>
      <WebhooksPanel />
      <InboundHooksPanel />
    </>
  );
}
