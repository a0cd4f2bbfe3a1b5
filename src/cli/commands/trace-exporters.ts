import { plural } from '../../domain/text/plural.ts';
import { shortRun } from '../../settings/read-run.ts';
import type { Exporter } from '../../trace/export/exporter.ts';
import { langSmithExporter, readLangSmithOptions } from '../../trace/export/langsmith-exporter.ts';
import type { Unsent } from '../../trace/follow-traces.ts';
import { nextCommand } from '../drawing/next-command.ts';
import { printable, say } from '../drawing/print.ts';

export interface ExporterFlags {
  langsmith?: boolean;
  /** Share of the tickets, 0 to 1. */
  langsmithSample?: number | undefined;
  ledger: string;
}

/**
 * The tools that the flags and the environment name, each announced: tickets' texts go there.
 * @throws UserMistake for what can't be used
 */
export async function openExporters(
  { langsmith, langsmithSample }: ExporterFlags,
  environment: NodeJS.ProcessEnv,
): Promise<Exporter[]> {
  const share = langsmithSample ?? 1;
  const isWanted = langsmith === true || langsmithSample !== undefined;
  const langSmith = readLangSmithOptions(environment, { isWanted, share });
  const exporters = [
    ...(langSmith === undefined ? [] : [langSmithExporter(langSmith)]),
    ...(await openOtlp(environment)),
  ];
  for (const { name, place } of exporters)
    say(
      `Traces   ${name === 'LangSmith' && share < 1 ? `of ${share * 100} % of the tickets ` : ''}go to ${name} at ${place}`,
    );
  return exporters;
}

async function openOtlp(environment: NodeJS.ProcessEnv): Promise<Exporter[]> {
  if (!environment.OTEL_EXPORTER_OTLP_ENDPOINT && !environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)
    return [];
  const { otlpExporter, readOtlpOptions } = await import('../../trace/export/otlp-exporter.ts');
  const options = readOtlpOptions(environment);
  return options === undefined ? [] : [otlpExporter(options)];
}

/** Says of each tool what it did not get, why, and how it gets it. */
export function sayUnsent(run: string, unsent: readonly Unsent[], flags: ExporterFlags): void {
  for (const { exporter, tickets, reasons } of unsent) {
    const why = Object.entries(reasons).map(([reason, count]) => `${count} x ${printable(reason)}`);
    const sample =
      flags.langsmithSample === undefined ? [] : ['--langsmith-sample', `${flags.langsmithSample}`];
    const later = ['trace', 'send', shortRun(run), '--to', exporter.toLowerCase(), ...sample];
    say(
      `${exporter}: ${plural(tickets, 'ticket was', 'tickets were')} not sent (${why.join('; ')}); send them later with: ${nextCommand(later)}`,
    );
  }
}
