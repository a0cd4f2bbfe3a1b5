import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldMarks, neutraliseControlTokens } from '../../../src/domain/text/control-tokens.ts';
import { quoteLocator } from '../../../src/domain/text/locate-quote.ts';
import { standsInTicket } from '../../../src/domain/text/quote.ts';
import { foldWhiteSpace } from '../../../src/domain/ticket.ts';

const families = {
  llama:
    '<|begin_of_text|> <|start_header_id|> <|eot_id|> <|header_start|> <|python_tag|> <<SYS>> <</SYS>> [INST] [/INST] <s> </s> <unk>',
  mistral:
    '[SYSTEM_PROMPT] [/SYSTEM_PROMPT] [AVAILABLE_TOOLS] [TOOL_CALLS] [TOOL_RESULTS] [ARGS] [CALL_ID] [IMG] [IMG_BREAK] [THINK] [/THINK] [PREFIX] [SUFFIX] [MIDDLE] [control_8]',
  qwen: '<|im_start|> <|im_end|> <|endoftext|> <tool_call> </tool_call> <tool_response> </tool_response> <|vision_start|> <|fim_prefix|> <think> </think> <function=x> <parameter=city>',
  deepseek:
    '<｜begin▁of▁sentence｜> <｜end▁of▁sentence｜> <｜User｜> <｜Assistant｜> <｜tool▁calls▁begin｜> <｜fim▁hole｜> <|EOT|> <｜DSML｜function_calls>',
  glm: '[gMASK] [sMASK] [MASK] <sop> <eop> <|user|> <|observation|> <arg_key> <|begin_of_image|>',
  minimax:
    ']~b] ]~!b[ [e~[ ]!p~[ ]!d~[ ]<]minimax[>[ <minimax:tool_call> </minimax:tool_call> <beginning_of_sentence> <end_of_sentence>',
  seed: '<seed:bos> <seed:eos> <seed:think> </seed:think> <seed:cot_budget_reflect>',
  gemma:
    '<bos> <eos> <pad> <start_of_turn> <end_of_turn> <start_of_image> <unused12> <|turn> <turn|> <mask> <img>',
  fill: '<fim_prefix> <fim_suffix> <fim_middle> <fim_pad> <|fim_hole|> <PRE> <SUF> <MID> <EOT> <file_sep> <filename> <reponame> <jupyter_code> <commit_before> <gh_stars>',
  phi: '<|system|> <|assistant|> <|end|> <|placeholder1|>',
  commandR:
    '<BOS_TOKEN> <|START_OF_TURN_TOKEN|> <|USER_TOKEN|> <|END_OF_TURN_TOKEN|> <|START_THINKING|>',
  harmony: '<|start|> <|channel|> <|message|> <|call|> <|return|> <|constrain|>',
  granite: '<|start_of_role|> <|end_of_role|> <|end_of_text|> <end_of_text>',
  kimi: '<|im_middle|> <|im_system|> <|tool_calls_section_begin|> [BOS] [EOS] [PAD] [UNK] [EOT]',
  exaone: '[|system|] [|endofturn|] [BEGIN FINAL RESPONSE]',
  ernie:
    '<mask:0> <mm:think> <end▁of▁turn> <[begin▁of▁sentence]> <_user> <_bot> <_end> <用户> <AI>',
  seeing: '<ref> <box> <quad> </box> <point> <loc0001> <seg001> <EOI> [AUDIO] [REF_DOC_1] <ctrl99>',
  bracketed: '<TOOLCALL> </TOOLCALL> <role> </role> [UNUSED_TOKEN_146] <sep/>',
  speakers: 'USER: ASSISTANT: User:',
  older:
    '<extra_id_0> <0x0A> <reserved_106> [CLS] [SEP] [unused99] <eoh> <eoa> <eod> <human> <bot> >>QUESTION<< Human: Assistant: ###Instruction: <SPECIAL_12>',
};
const tokens = Object.values(families).flatMap((family) => family.split(/ (?!FINAL|RESPONSE)/));
const shared = new URL('../../../../shared/cases/servers/control_tokens.txt', import.meta.url);
const recorded = await readFile(shared, 'utf8').catch(() => '');
const more = recorded.split('\n').flatMap((line) => /'(.+)'$/.exec(line)?.[1] ?? []);

const ordinary = [
  ...['I <3 you', 'a < b and c > d', '1<2>0', '<b>late</b>', '<br/>', '<p class="x_y">Hi</p>'],
  ...['<section>', '<o:p></o:p>', '<a href="https://a.example/b_c">', '<https://a.example/b_c>'],
  ...[
    '<jane_doe@mail.example>',
    '[sic]',
    '[Order 12]',
    '[EXTERNAL] Re: [URGENT] seat',
    '[1] and [x]',
  ],
  ...[
    'rate [1] or |2|',
    'he said: no',
    '#12 is late',
    '## Title',
    'the human: nobody',
    'x -> y => z',
  ],
  ...[
    'if a[i] > b[j]',
    '[link](https://a.example)',
    '~ [approx] ~',
    '>> quoted mail',
    '<<see below>>',
  ],
];

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...tokens, ...ordinary, '<', '|', '>', '[', ']', '~', ' ', '\n', '#'),
      fc.string(),
    ),
  )
  .map((parts) => parts.join(''));

describe('neutraliseControlTokens', () => {
  it.each([...tokens, ...more])('breaks up %s', (token) => {
    for (const whole of [token, `${token}after`, `before\n${token} after`])
      expect(neutraliseControlTokens(whole)).not.toContain(token);
  });

  it.each(ordinary)('leaves %j as it is', (plain) => {
    expect(neutraliseControlTokens(plain)).toBe(plain);
  });

  it('leaves no control token in any text, adds nothing but spaces, and does so once', () => {
    fc.assert(
      fc.property(text, (hostile) => {
        const safe = neutraliseControlTokens(hostile);
        for (const token of tokens.filter((token) => /[<[]/.test(token)))
          expect(safe).not.toContain(token);
        expect(safe.replace(/ /g, '')).toBe(hostile.replace(/ /g, ''));
        expect(neutraliseControlTokens(safe)).toBe(safe);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves what quotes are compared by as it is', () => {
    fc.assert(
      fc.property(text, (hostile) => {
        const folded = foldMarks(foldWhiteSpace(hostile));
        expect(foldMarks(foldWhiteSpace(neutraliseControlTokens(hostile)))).toBe(folded);
      }),
      { numRuns: 500 },
    );
  });

  it.each([...tokens, ...ordinary])('lets words with %s in them be quoted, and found', (token) => {
    const written = `Good day. The  seat ${token} was broken. Bye`;
    for (const quote of [`the seat ${token} was`, neutraliseControlTokens(`seat ${token} was`)]) {
      expect(standsInTicket(quote, { text: written, context: {} })).toBe(true);
      const place = quoteLocator(written)(quote);
      expect(written.slice(place?.start, place?.end)).toMatch(/seat .* was$/);
    }
  });

  it('takes time in proportion to the text, whatever stands in it', () => {
    for (const part of ['<', '[', '<a_', '<_', '>>A_', ']~', '<aaa:', '\n#', '<function=', '[A_A'])
      neutraliseControlTokens(part.repeat(200_000));
  });
});
