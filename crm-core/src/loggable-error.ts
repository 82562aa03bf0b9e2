/** What errors of platforms and libraries quote, and what it is written as instead. */
const QUOTED: ReadonlyArray<readonly [RegExp, string]> = [
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1[secret]@'],
  [/\b(Bearer|Basic|Bot) +[^\s"',;)]+/g, '$1 [secret]'],
  [/([?&][\w.-]*(?:key|token|secret|password|code|sig(?:nature)?|state)=)[^&\s"']+/gi, '$1[secret]'],
  // Slack, OpenAI, Resend, webhooks, Google, GitHub
  [/\b(?:xox[a-z]-|xapp-|sk-|re_|whsec_|ya29\.|AIza|GOCSPX-|gh[a-z]_)[\w.+/=-]+/g, '[secret]'],
  [/[^\s<>"'(),;:=[\]/]+@[^\s<>"'(),;:]+\.[a-z]{2,}/gi, '[address]'],
  [/\+\d[\d ().-]{6,}\d/g, '[number]'],
];
const LONGEST = 500;
const DEEPEST = 5;

/** A text of somebody else's without what is a secret, or leads to a person. */
export function withoutSecrets(text: string): string {
  return QUOTED.reduce((rest, [quoted, instead]) => rest.replace(quoted, instead), text);
}

interface LoggableError {
  type: string;
  message: string;
  code?: string | number;
  status?: number;
  stack?: string;
  cause?: LoggableError;
}

/** An error as it is logged: libraries hang requests with their headers on it, and quote what was sent. */
export function loggableError(error: unknown, depth = 0): LoggableError {
  if (!(error instanceof Error))
    return { type: typeof error, message: withoutSecrets(String(error)).slice(0, LONGEST) };
  const { code, status, statusCode } = error as { code?: unknown; status?: unknown; statusCode?: unknown };
  const answered = [status, statusCode].find((one) => typeof one === 'number');
  const frames = error.stack?.split('\n').filter((line) => /^ {4}at /.test(line));
  return {
    type: error.name,
    message: withoutSecrets(error.message).slice(0, LONGEST),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(typeof answered === 'number' && { status: answered }),
    ...(frames && { stack: frames.join('\n') }),
    ...(error.cause !== undefined && depth < DEEPEST && { cause: loggableError(error.cause, depth + 1) }),
  };
}

/** An error of a service that quotes what it was sent: what it is, and where, without its words. */
export function withoutWords(error: unknown): Error {
  const quiet = new Error('its words are left out', {
    ...(error instanceof Error && error.cause !== undefined && { cause: withoutWords(error.cause) }),
  });
  if (!(error instanceof Error)) return quiet;
  const { code, status } = error as { code?: unknown; status?: unknown };
  return Object.assign(quiet, {
    name: error.name,
    ...(typeof code === 'string' && { code }),
    ...(typeof status === 'number' && { status }),
    ...(error.stack && { stack: error.stack.replace(/^[\s\S]*?(?=\n {4}at )/, quiet.message) }),
  });
}
