import type { ThemeAgent } from '../../agents/judge.ts';
import { UserMistake } from '../domain/mistake.ts';
import { type Tariff, tariffOf } from '../domain/prices.ts';
import { openLearnedModel } from '../learning/take-learned.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { describeRung } from '../model/answers/describe-footing.ts';
import { openEmbedded } from '../model/embedded/model.ts';
import { isExcused } from '../model/limits/usefulness.ts';
import type { ModelWindow } from '../model/window.ts';
import type { ModelOptions } from '../settings/options.ts';
import { type Caller, openGate } from './open-gate.ts';

/** Before a call that failed in passing is asked again, in milliseconds; it doubles each time. */
const firstPauseMs = 500;

/** The window that a run's calls leave through: the embedded model's, or a server's behind its gate. */
export async function openModel(
  options: ModelOptions,
  themes: ThemeAgent[],
  ledger: Ledger,
  caller: Caller,
): Promise<ModelWindow> {
  if (options.window !== undefined) return options.window(themes);
  if (options.endpoint.api === 'embedded') {
    const learned = await openLearnedModel(ledger, themes, options.endpoint);
    return openEmbedded(themes, options.texts, learned);
  }
  const tariff = (model: string) => options.price ?? tariffOf(model, options.endpoint.baseURL);
  if (options.maxCost !== undefined) checkPrices(options, themes, tariff);
  const { openWindow } = await import('../model/window.ts');
  return openWindow(
    options.endpoint,
    {
      footing: (key) => ({
        recall: async () => {
          const body = options.relearn ? undefined : await ledger.footing(key);
          return body === undefined ? undefined : JSON.parse(body);
        },
        remember: (footing) =>
          ledger.write({ footings: [{ endpoint: key, body: JSON.stringify(footing) }] }),
      }),
    },
    {
      gate: await openGate(options, ledger, caller),
      tariff,
      timeoutMs: options.timeoutMs,
      pauseMs: firstPauseMs,
      tell: (model, rung, isRemembered) =>
        options.say?.(
          `${model} answers ${describeRung[rung]}${isRemembered ? ' (found out before; --relearn finds out again)' : ''}`,
        ),
      mayRepeat: (cause) => isExcused(cause) || caller.repairs.askAgain(1),
    },
    process.env,
  );
}

/** @throws UserMistake where a cap on cost would not know what a call costs */
function checkPrices(
  { endpoint, panel = [] }: ModelOptions,
  themes: readonly ThemeAgent[],
  tariff: (model: string) => Tariff,
): void {
  const models = [endpoint.model, ...panel, ...themes.flatMap(({ judge }) => judge?.model ?? [])];
  for (const model of models) {
    const { kind } = tariff(model);
    if (kind !== 'unknown' && kind !== 'free') continue;
    throw new UserMistake(
      `--max-cost needs the price of ${model}, which is not known here; say it with --price IN,OUT (dollars per million tokens${kind === 'free' ? '; 0,0 where this server passes no calls on to one that is paid' : ''})`,
    );
  }
}
