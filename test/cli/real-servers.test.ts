import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casesFolder, hasCases, startCaseServer } from '../support/case-server.ts';
import { tempFolder } from '../support/files.ts';
import { runCli } from '../support/run-cli.ts';
import { rowsOf } from '../support/served-batch.ts';

/** Judges a file of the cases on a server in this mode. */
async function judge(mode: string, file = 'five.csv', ...more: string[]) {
  const server = await startCaseServer(mode);
  const folder = tempFolder();
  const out = path.join(folder, 'out.csv');
  const { code, stderr } = await runCli(
    [
      ...['batch', path.join(casesFolder, file), '--themes', path.join(casesFolder, 'themes.json')],
      ...['--model', 'm1', '--base-url', server.baseURL, '--rpm', '60000', '--out', out],
      ...['--ledger', path.join(folder, 'ledger.db'), ...more],
    ],
    { OPENAI_API_KEY: 'sk-test-0123456789' },
  );
  const rows = code === 0 || code === 1 ? rowsOf(out) : [];
  const left = rows.filter(({ status }) => status !== 'decided');
  return {
    code,
    stderr,
    left,
    decided: rows.length - left.length,
    calls: server.requests().length,
  };
}

if (!hasCases) console.warn('skipped: ../shared/cases is not there');

describe.skipIf(!hasCases)('a server', () => {
  it.each([
    ...['args_double', 'list_as_string', 'conf_words', 'bare_list', 'functions_prefix'],
    ...['other_tool', 'qwen_xml', 'case_ids', 'conf_string_only', 'upper_only', 'gemini_concat'],
    ...['split_calls', 'reasoning_only', 'hermes_text', 'mistral_text', 'no_type', 'no_id'],
    ...['args_obj_only', 'mixed_content', 'extra_keys', 'nul', 'or_processing_sse', 'sse_anyway'],
    ...['no_usage', 'huge_usage', 'negative_cost', 'good'],
  ])('of the kind %s is read as it means it', async (mode) => {
    expect(await judge(mode)).toMatchObject({ code: 0, decided: 5, calls: 4 });
  });
});
