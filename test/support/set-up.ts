// Test files share a process, so that what they import is loaded once: whatever a test opens, or
// changes for everybody, is over when it ends.
import { setTraceProcessors, setTracingDisabled } from '@openai/agents';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { end } from './endings.ts';
import { tempFolder } from './files.ts';

beforeAll(() => {
  // As in the command; the SDK traces nothing in tests otherwise.
  setTracingDisabled(false);
  // The SDK's own would call its maker.
  setTraceProcessors([]);
  // What is kept of this user is none of the tests' business.
  process.env.XDG_STATE_HOME = tempFolder();
});
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
