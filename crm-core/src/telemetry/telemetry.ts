import { z } from 'zod';

/** The environment of what is told to services that watch over a server. Nothing is told anywhere unless it is named here. */
export const telemetryEnv = z.object({
  SENTRY_DSN: z
    .url()
    .optional()
    .describe(
      'Where errors are reported to, in the form of Sentry: their kind, where in the code, and what failed, without any text, address or header. Unset: nowhere.',
    ),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url()
    .optional()
    .describe(
      'A collector of OpenTelemetry that is sent traces (OTLP over HTTP), such as http://localhost:4318: turns, tools, models, jobs and calls of vendors, without any text. Unset: none.',
    ),
});

/**
 * @param service - which program this is
 * @returns gives what is still to be told a moment, and stops
 */
export async function startTelemetry(
  env: z.output<typeof telemetryEnv>,
  service: string,
): Promise<() => Promise<void>> {
  const { SENTRY_DSN: dsn, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = env;
  const stops = [
    // loaded only where they are used
    ...(dsn ? [await (await import('./error-reports.ts')).startErrorReports(dsn)] : []),
    ...(endpoint ? [await (await import('./export-traces.ts')).exportTraces(endpoint, service)] : []),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
