const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Nothing on these pages runs, and nothing is fetched. A browser holds the whole way of a form to it: Slack leads on to the team's own address. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' https://slack.com https://*.slack.com; frame-ancestors 'none'; base-uri 'none'";

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 4rem auto; padding: 0 1rem; color-scheme: light dark; }
input, button { font: inherit; padding: .6rem .8rem; min-height: 44px; }
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${body}
</body>
</html>
`;
}

/** Asks an admin for a link code, which says whose workspace the team is joined to. */
export function installPage(problem?: string): string {
  return page(
    'Connect Slack to Clianta',
    `${problem ? `<p role="alert"><strong>${escaped(problem)}</strong></p>` : ''}
<p>You need to be an admin in Clianta. There, open Settings, Linked accounts, and get a code.</p>
<form method="post">
<p><label>Code<br><input name="code" required autocomplete="off" placeholder="ABCD-2345" pattern="[A-Za-z0-9]{4}-?[A-Za-z0-9]{4}"></label></p>
<p><button>Continue with Slack</button></p>
</form>`,
  );
}

export function resultPage(title: string, message: string): string {
  return page(title, `<p>${escaped(message)}</p>`);
}
