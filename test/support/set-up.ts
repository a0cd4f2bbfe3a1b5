// Test files share a process, so that what they import is loaded once: whatever a test opens, or
// changes for everybody, is over when it ends.
import { setTraceProcessors, setTracingDisabled } from '@openai/agents';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { end } from './endings.ts';

// As in the command; the SDK traces nothing in tests otherwise.
beforeAll(() => setTracingDisabled(false));
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await end('test');
});
afterAll(async () => {
  setTraceProcessors([]);
  await end('file');
});
