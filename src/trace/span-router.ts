import type { TracingProcessor } from '@openai/agents';

/** Opens a trace whose spans are that recorder's: `withTrace(name, work, { …, metadata })`. */
export function recordedBy(recorder: TracingProcessor): Record<string, unknown> {
  return { recorder };
}

/**
 * The SDK knows trace processors of the whole process only, and several runs may be under way in it:
 * this one hands each span to the recorder of its own trace.
 */
export const spanRouter: TracingProcessor = {
  async onTraceStart() {},
  async onTraceEnd() {},
  async onSpanStart() {},
  async onSpanEnd(span) {
    const recorder: TracingProcessor | undefined = span.traceMetadata?.recorder;
    await recorder?.onSpanEnd(span);
  },
  async forceFlush() {},
  async shutdown() {},
};
