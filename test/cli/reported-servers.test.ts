import { expect, it } from 'vitest';
import { sensible } from '../support/answers.ts';
import { apiError, type HttpError } from '../support/chat-faults.ts';
import { type ChatRequest, questionOf, toolsOf } from '../support/chat-question.ts';
import { runCli } from '../support/run-cli.ts';
import { lateTexts, rowsOf, serveBatch } from '../support/served-batch.ts';

interface Asked {
  body: ChatRequest & { tool_choice?: unknown };
  index: number;
  hasTools: boolean;
  tool: string;
  args: Record<string, { ticket: string }[]>;
}
type Behaviour = (asked: Asked) => HttpError | undefined;

const said = (message: object, finish_reason = 'stop'): HttpError => ({
  status: 200,
  body: {
    id: 'x',
    object: 'chat.completion',
    created: 1,
    model: 'mock',
    choices: [{ index: 0, finish_reason, message: { role: 'assistant', ...message } }],
    usage: { prompt_tokens: 900, completion_tokens: 90, total_tokens: 990 },
  },
});
const text = (content: unknown, finish?: string) => said({ content }, finish);
const call = (name: string, args: unknown) =>
  said(
    {
      content: null,
      tool_calls: [{ id: 'c1', type: 'function', function: { name, arguments: args } }],
    },
    'tool_calls',
  );
const json = JSON.stringify;
const sometimes =
  (every: number, answer: Behaviour): Behaviour =>
  (asked) =>
    asked.hasTools && asked.index % every === 1 ? answer(asked) : undefined;
const withTools =
  (answer: Behaviour): Behaviour =>
  (asked) =>
    asked.hasTools ? answer(asked) : undefined;

/** As people have reported them of servers and proxies: none may cost a ticket. */
const behaviours: Record<string, Behaviour> = {
  // vLLM without a parser for tools: the call stands in the text, beside an empty list.
  'a finished tool call that is only in the text': withTools(({ args }) =>
    said({ content: json(args), tool_calls: [] }, 'tool_calls'),
  ),
  'prose that is said to be a tool call': withTools(() =>
    said({ content: 'I will look at the tickets.', tool_calls: [] }, 'tool_calls'),
  ),
  'a refusal of tools for want of a flag': withTools(() =>
    apiError(
      400,
      '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
    ),
  ),
  'a tool choice by another name': ({ body }) =>
    body.tool_choice === 'required' || typeof body.tool_choice === 'object'
      ? apiError(
          400,
          "2 request validation errors: Input should be 'auto', 'none' or 'any', field: 'tool_choice.literal['auto','none','any']', value: 'required'",
        )
      : undefined,
  'a proxy that lets no tool choice through': ({ body }) =>
    body.tool_choice === undefined
      ? undefined
      : {
          status: 400,
          body: {
            error_message: 'Chat completion failed',
            cause: "UnsupportedParamsError: azure does not support parameters: ['tool_choice']",
          },
        },
  'a proxy that lets no parallel_tool_calls through': ({ body }) =>
    'parallel_tool_calls' in body
      ? apiError(
          400,
          "litellm.UnsupportedParamsError: bedrock does not support parameters: ['parallel_tool_calls'], for model=m. To drop these, set `litellm.drop_params=True`",
        )
      : undefined,
  'an unknown argument named strict': ({ body }) =>
    json(body.tools ?? '').includes('"strict"')
      ? apiError(400, 'Unrecognized request argument supplied: strict')
      : undefined,
  // llama.cpp and Ollama answer 500 to what their own model wrote.
  'a 500 for arguments that it could not parse itself, at times': sometimes(3, () =>
    apiError(
      500,
      'Failed to parse tool call arguments as JSON: [json.exception.parse_error.101] parse error at line 1, column 74',
    ),
  ),
  'a 500 for each tool call that its model writes': withTools(() => ({
    status: 500,
    body: { error: 'error parsing tool call: raw=\'{"verdicts": [\' err=unexpected end of JSON' },
  })),
  'a 500 with the call in its message': withTools(({ args }) => ({
    status: 500,
    body: { error: `error parsing tool call: raw='${json(args)}]', err=invalid character` },
  })),
  'MALFORMED_FUNCTION_CALL, at times': sometimes(5, () => text('', 'MALFORMED_FUNCTION_CALL')),
  'MALFORMED_FUNCTION_CALL, always': withTools(() => text(null, 'malformed_function_call')),
  'a tool name behind default_api': withTools(({ tool, args }) =>
    call(`default_api.${tool}`, json(args)),
  ),
  'arguments as an object': withTools(({ tool, args }) => call(tool, args)),
  'tokens of DeepSeek around the call': withTools(({ tool, args }) =>
    text(
      `<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>${tool}\n\`\`\`json\n${json(args)}\n\`\`\`<｜tool▁call▁end｜><｜tool▁calls▁end｜>`,
    ),
  ),
  'the harmony format of gpt-oss': withTools(({ tool, args }) =>
    text(
      `<|channel|>analysis<|message|>I read them.<|end|><|start|>assistant<|channel|>commentary to=functions.${tool} <|constrain|>json<|message|>${json(args)}<|call|>`,
    ),
  ),
  '[TOOL_CALLS] before a name': withTools(({ tool, args }) =>
    text(`[TOOL_CALLS]${tool}[ARGS]${json(args)}`),
  ),
  'a call of Kimi in the text': withTools(({ tool, args }) =>
    text(
      `<|tool_calls_section_begin|><|tool_call_begin|>functions.${tool}:0<|tool_call_argument_begin|>${json(args)}<|tool_call_end|><|tool_calls_section_end|>`,
    ),
  ),
  'a block of Anthropic in the content': withTools(({ tool, args }) =>
    text([
      { type: 'text', text: 'Here it is.' },
      { type: 'tool_use', id: 't1', name: tool, input: args },
    ]),
  ),
  'single quotes, as Python prints them': withTools(({ args }) =>
    text(json(args).replaceAll('"', "'")),
  ),
  'a ticket a call, several at once': withTools(({ tool, args }) =>
    said(
      {
        content: null,
        tool_calls: Object.entries(args).flatMap(([list, entries]) =>
          entries.map((entry, at) => ({
            id: `c${at}`,
            type: 'function',
            function: { name: tool, arguments: json({ [list]: [entry] }) },
          })),
        ),
      },
      'tool_calls',
    ),
  ),
  'the old function_call': withTools(({ tool, args }) =>
    said({ content: null, function_call: { name: tool, arguments: json(args) } }, 'function_call'),
  ),
};

it.each(Object.entries(behaviours))('a server with %s decides every ticket', async (_, behave) => {
  const { command, out, server } = await serveBatch(lateTexts(12), {
    refuses(body, index) {
      const question = questionOf(body);
      const args = sensible(question) as Asked['args'];
      return behave({ body, index, hasTools: toolsOf(body).length > 0, tool: question.tool, args });
    },
  });
  const { code, stderr } = await runCli([...command, '--docket', '4', '--out', out]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(rowsOf(out).filter(({ status }) => status !== 'decided')).toEqual([]);
  // A sound server takes 9.
  expect(server.count()).toBeLessThanOrEqual(3 * 9 + 10);
});
