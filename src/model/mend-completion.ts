import { z } from 'zod';
import { closeJson } from './close-json.ts';
import { isJson, wholeEntries } from './whole-entries.ts';

const Completion = z.looseObject({
  choices: z.tuple([
    z.looseObject({
      message: z.looseObject({
        tool_calls: z.tuple([
          z.object({
            id: z.string(),
            function: z.object({ name: z.string(), arguments: z.string() }),
          }),
        ]),
      }),
    }),
  ]),
});

/**
 * A chat completion that broke off on its way, as one whose answer was cut off: with the entries of
 * its tool call that came through whole. What holds none comes back as it is, and is no JSON.
 */
export function mendCompletion(body: string): string {
  if (isJson(body)) return body;
  const completion = Completion.safeParse(closeJson(body));
  if (!completion.success) return body;
  const [{ id, function: called }] = completion.data.choices[0].message.tool_calls;
  const hasEntries = isJson(called.arguments) || wholeEntries(called.arguments) !== undefined;
  // Closed where it was cut, a name would be another one.
  const isNamed = body.includes(JSON.stringify(called.name));
  if (!hasEntries || !isNamed) return body;
  return JSON.stringify({
    ...{ id: 'mended', object: 'chat.completion', created: 0, model: '' },
    choices: [
      {
        index: 0,
        finish_reason: 'length',
        message: {
          ...{ role: 'assistant', content: null, refusal: null },
          tool_calls: [{ id, type: 'function', function: called }],
        },
      },
    ],
  });
}
