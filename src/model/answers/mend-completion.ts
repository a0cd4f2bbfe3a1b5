import { z } from 'zod';
import { closeJson } from './close-json.ts';
import { readJson } from './json-in-text.ts';
import { wholeEntries } from './whole-entries.ts';

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
  const hasEntries =
    readJson(called.arguments) !== undefined || wholeEntries(called.arguments) !== undefined;
  // Closed where it was cut, a name would be another one.
  const isNamed = body.includes(JSON.stringify(called.name));
  if (!hasEntries || !isNamed) return undefined;
  const tool_calls = [{ id, type: 'function', function: called }];
  return { choices: [{ finish_reason: 'length', message: { tool_calls } }] };
}
