import { CopyButton } from '../../ui/copy-button.tsx';
import { Panel } from '../../ui/page.tsx';

export function WidgetPanel() {
  const code = `<script src="${window.location.origin}/widget.js" async></script>`;
  return (
    <Panel
      title="Chat widget"
      about="Puts this chat on a page of your own, such as an intranet. For now it answers signed-in teammates."
    >
      <div className="code-box">
        <pre>
          <code>{code}</code>
        </pre>
        <CopyButton text={code} label="Copy code" hasText />
      </div>
    </Panel>
  );
}
