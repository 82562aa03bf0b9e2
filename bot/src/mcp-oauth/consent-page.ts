import { type Html, html } from '@clianta/crm-core/html';
import { scopesOfAccess, type TokenAccess } from '@clianta/crm-core/workspace/api-token/program-sign-ins';

const MEANINGS: Readonly<Record<TokenAccess, string>> = {
  read: 'Read what you may see',
  write: 'Read, and change what you may change',
  ask: 'Read, change, and propose to you what deletes, sends or changes many records',
};

/** What somebody is asked when a program wants to act for them. */
export interface ConsentAsked {
  /** Of this very page. */
  path: string;
  program: string;
  redirectHost: string;
  /** As far as the program asks to go. */
  access: TokenAccess;
  person: { id: string; name: string; email: string };
  workspaces: ReadonlyArray<{ id: string; name: string }>;
}

/** Names the program, where the browser goes back to, and how far it would go; the person may choose less, or decline. */
export function consentPage({ path, program, redirectHost, access, person, workspaces }: ConsentAsked): Html {
  const [only] = workspaces;
  return html`<main><article class="paper"><h1>Let “${program}” use Clianta?</h1>
<p>It asks to act for you, ${person.name} (${person.email}). The name is what the program calls itself; nobody has checked it.</p>
<p>Once you agree, this browser goes back to <strong>${redirectHost}</strong>. Decline if you did not begin this there.</p>
<form method="post" action="${path}">
<input type="hidden" name="person" value="${person.id}">
${
  workspaces.length === 1 && only
    ? html`<p>In <strong>${only.name}</strong><input type="hidden" name="workspaceId" value="${only.id}"></p>`
    : html`<p><label for="workspace">In<select id="workspace" name="workspaceId">${workspaces.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</select></label></p>`
}
<fieldset><legend>It may</legend>
${scopesOfAccess(access).map((one) => html`<label class="choice"><input type="radio" name="access" value="${one}"${one === access && html` checked`}> ${MEANINGS[one]}</label>`)}
</fieldset>
<p class="quiet small">What it does stands in the audit log under its name. You end this under Settings, API tokens.</p>
<div class="actions"><button type="submit" name="decision" value="allow">Let it in</button>
<button type="submit" class="plain" name="decision" value="decline">Decline</button></div>
</form></article></main>`;
}
