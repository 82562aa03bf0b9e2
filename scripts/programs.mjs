/** What can be started, by the name of its npm script. */
export const PROGRAMS = {
  start: 'bot/src/main.ts',
  chat: 'bot/src/channels/terminal/main.ts',
  db: 'crm-core/src/embedded-mongo/main.ts',
  demo: 'bot/src/demo.ts',
  jobs: 'jobs/src/main.ts',
  backup: 'bot/src/backup.ts',
};

/** Tools of those who work on Clianta, by the name of the npm script. */
export const TOOLS = {
  bench: 'tests/bench/main.ts',
  graph: 'tests/tools/graph.ts',
  understand: 'tests/tools/understand.ts',
  'eval:language': 'tests/evals/language.eval.ts',
  'eval:workbench': 'tests/evals/workbench/workbench.eval.ts',
  train: 'tests/tools/train.ts',
  'eval:routing': 'tests/tools/eval-routing.ts',
  'mcp:conformance': 'tests/tools/mcp-conformance.ts',
  receive: 'bot/src/receive.ts',
  'discord:register': 'bot/src/channels/discord/interactions/register.ts',
  'slack:manifest': 'bot/src/channels/slack/manifest/main.ts',
  'teams:package': 'bot/src/channels/teams/package/main.ts',
};
