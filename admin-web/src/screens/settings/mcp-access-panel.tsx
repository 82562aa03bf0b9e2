import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { AddTokenDialog } from './add-token-dialog.tsx';
import { ShownOnce } from './shown-once.tsx';

/** How a program such as Claude uses Clianta's tools for the person. */
export function McpAccessPanel() {
  const address = `${window.location.origin}/mcp`;
  const [isAdding, setIsAdding] = useState(false);
  const [made, setMade] = useState<string>();
  return (
    <Panel
      title="Programs that use Clianta"
      about="Claude and other clients of the Model Context Protocol connect to this address: they sign in here and you are asked, or they send a token of yours. They may do what you may, as far as you let them; what deletes, sends or changes many records they propose, and you decide here."
    >
      <div className="code-box">
        <pre>
          <code>{address}</code>
        </pre>
        <CopyButton text={address} label="Copy address" hasText />
      </div>
      <div className="form-actions">
        <Button onClick={() => setIsAdding(true)}>
          <Icon name="plus" /> Make a token
        </Button>
        <a href="/settings/tokens">Your tokens</a>
      </div>
      {isAdding && (
        <AddTokenDialog
          onClose={() => setIsAdding(false)}
          onMade={(token) => {
            setIsAdding(false);
            setMade(token);
          }}
        />
      )}
      {made && (
        <ShownOnce
          title="Your token"
          text={`Authorization: Bearer ${made}`}
          onClose={() => setMade(undefined)}
        >
          Enter it in the program as a header, beside the address {address}.
        </ShownOnce>
      )}
    </Panel>
  );
}
