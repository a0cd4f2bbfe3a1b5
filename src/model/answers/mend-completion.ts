import { z } from 'zod';
import { closeJson } from './text/close-json.ts';
import { holdsValues } from './text/json-in-text.ts';

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
 * its tool call that came through whole. Undefined where it holds none.
 */
export function mendCompletion(body: string): object | undefined {
  const completion = Completion.safeParse(closeJson(body));
  if (!completion.success) return undefined;
  const [{ id, function: called }] = completion.data.choices[0].message.tool_calls;
  // Closed where it was cut, a name would be another one.
  const isNamed = body.includes(JSON.stringify(called.name));
  if (!holdsValues(called.arguments) || !isNamed) return undefined;
  const tool_calls = [{ id, type: 'function', function: called }];
  return { choices: [{ finish_reason: 'length', message: { tool_calls } }] };
}
