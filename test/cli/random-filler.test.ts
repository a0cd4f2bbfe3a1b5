import { expect, it } from 'vitest';
import { seededRandom } from '../../src/domain/random.ts';
import { runCli } from '../support/run-cli.ts';
import { rowsOf, serveBatch } from '../support/served-batch.ts';

interface Schema {
  type?: string;
  enum?: unknown[];
  items?: Schema;
  maxItems?: number;
  maxLength?: number;
  properties?: Record<string, Schema>;
}

const random = seededRandom(7);
const below = (count: number) => Math.floor(random() * count);

/** Any value that the schema allows, as a server writes it whose model knows nothing. */
function fill(schema: Schema): unknown {
  if (schema.enum !== undefined) return schema.enum[below(schema.enum.length)];
  if (schema.type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, own]) => [name, fill(own)]),
    );
  if (schema.type === 'array')
    return Array.from({ length: below(Math.min(4, (schema.maxItems ?? 3) + 1)) }, () =>
      fill(schema.items ?? {}),
    );
  if (schema.type === 'boolean') return random() < 0.5;
  if (schema.type === 'number') return (random() - 0.5) * 2000;
  const letters = 'ab{}[]"\\\n\u00e9\u{1f41c}yes no q1 <think>';
  const characters = Array.from({ length: below(schema.maxLength ?? 400) }, () =>
    letters.charAt(below(letters.length)),
  );
  return characters.join('');
}

it.each(['triage', 'all'])(
  'a server that fills in the schema at random leaves no ticket without a decision: --route %s',
  async (route) => {
    const texts = Array.from({ length: 60 }, (_, index) => `late and lost, number ${index}`);
    const planned = await serveBatch(texts);
    const { server, command, out } = await serveBatch(texts, {
      answer: ({ body }) => {
        const [tool] = (body.tools ?? []) as { function?: { parameters?: Schema } }[];
        return fill(tool?.function?.parameters ?? {});
      },
    });
    const more = ['--route', route, '--aggregate', 'always', '--docket', '8'];
    await runCli([...planned.command, ...more]);
    const { code, stderr } = await runCli([...command, ...more, '--out', out]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    for (const { status } of rowsOf(out)) expect(['decided', 'review']).toContain(status);
    expect(server.count()).toBeLessThanOrEqual(1.1 * planned.server.count());
  },
);
