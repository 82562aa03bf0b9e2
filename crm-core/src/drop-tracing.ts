/** What the libraries of LangChain read by themselves, and send conversations to a service for. */
const TRACING = /^(LANGSMITH|LANGCHAIN)_/;

/**
 * Takes the settings of LangSmith out of an environment that was inherited, unless `LANGSMITH=on` asks for them. To be
 * called before anything is loaded that reads them.
 *
 * @returns the names of those that were dropped
 */
export function dropTracing(env: NodeJS.ProcessEnv = process.env): string[] {
  if (env.LANGSMITH === 'on') return [];
  const names = Object.keys(env).filter((name) => TRACING.test(name));
  for (const name of names) delete env[name];
  return names;
}
