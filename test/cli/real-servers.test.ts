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

  it.each([
    ['azure_filter', 'forty.csv', 39, 18],
    ['azure_filter_out', 'forty.csv', 39, 18],
    ['len_gemini', 'forty.csv', 40, 28],
    ['len_anthropic', 'forty.csv', 40, 28],
    ['len_vllm', 'forty.csv', 40, 28],
    ['len_groq413', 'forty.csv', 40, 28],
    ['len_429', 'forty.csv', 40, 28],
    ['groq_flaky', 'forty.csv', 40, 18],
    ['groq_failed', 'five.csv', 5, 4],
    ['groq_first', 'five.csv', 5, 5],
    ['or_404_tools', 'five.csv', 5, 6],
    ['or_404_model', 'five.csv', 5, 6],
    ['s500_jinja', 'five.csv', 5, 6],
    ['ollama_notools', 'five.csv', 5, 6],
    ['vllm_top', 'five.csv', 5, 6],
    ['gemini_schema', 'five.csv', 5, 7],
    ['gpt5', 'five.csv', 5, 6],
    ['or_200_error', 'five.csv', 5, 6],
  ])(
    'of the kind %s leaves %s with %i decided in at most %i calls',
    async (mode, file, decided, most) => {
      const result = await judge(mode, file);
      expect(result).toMatchObject({ decided, code: decided === 39 ? 1 : 0 });
      for (const { justification } of result.left)
        expect(justification).toContain("the server's content filter stopped it");
      expect(result.calls).toBeLessThanOrEqual(most);
    },
  );

  it.each([
    ...['gemini_parallel', 'gemini_parallel_words', 'gemini_429', 'xai_string', 'lmstudio_string'],
    ...['vllm_ctx', 'deepseek_choice', 'helper', 'args_object', 'or_choice_error', 'or_processing'],
    ...['or_null_choices', 'or_empty_choices', 'anthropic_529', 'cf_524', 'mistral_ids'],
    ...['mistral_422_extra', 'together_422', 'loading_503', 'ratelimit_body', 'surrogate'],
    ...['fractional_usage', 'negative_usage', 'groq_later', 'one_at_a_time'],
  ])('of the kind %s costs no ticket, and few calls', async (mode) => {
    const result = await judge(mode);
    expect(result).toMatchObject({ code: 0, decided: 5 });
    expect(result.calls).toBeLessThanOrEqual(10);
  });

  it.each([
    ['azure_version', /does not answer as an OpenAI-compatible server/],
    ['or_402', /credit|quota|top it up/],
    ['ollama_404', /model/],
    ['redirect', /sends calls on to .*--base-url/],
    ['quota_429', /no quota left until/],
    ['key_401', /key/],
    ['html_200', /does not answer as an OpenAI-compatible server/],
    ['echo_key', /key/],
  ])('of the kind %s is a mistake in one line, after one call', async (mode, line) => {
    const { code, calls, stderr } = await judge(mode);
    expect({ code, calls }).toEqual({ code: 2, calls: 1 });
    expect(stderr).toMatch(line);
    expect(stderr).not.toContain('sk-test-0123456789');
  });
});
