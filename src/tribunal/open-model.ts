import type { ThemeAgent } from '../../agents/judge.ts';
import { UserMistake } from '../domain/mistake.ts';
import { type Tariff, tariffOf } from '../domain/prices.ts';
import { openLearnedModel } from '../learning/take-learned.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { describeRung } from '../model/answers/describe-footing.ts';
import { checkModel } from '../model/check-models.ts';
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
  const gate = () => openGate(options, ledger, caller);
  if (options.window !== undefined) return options.window(themes, gate);
  if (options.endpoint.api === 'embedded') {
    const learned = await openLearnedModel(ledger, themes, options.endpoint);
    return openEmbedded(themes, options.texts, learned);
  }
  const { endpoint, panel = [] } = options;
  for (const model of [
    endpoint.model,
    ...panel,
    ...themes.flatMap(({ judge }) => judge?.model ?? []),
  ])
    checkPrice(options, model);
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
      gate: await gate(),
      tariff: (model) => tariffIn(options, model),
      timeoutMs: options.timeoutMs,
      pauseMs: firstPauseMs,
      tell: (model, rung, isRemembered) =>
        options.say?.(
          `${model} answers ${describeRung[rung]}${isRemembered ? ' (found out before; --relearn finds out again)' : ''}`,
        ),
      tellRefused: (model, setting) =>
        options.say?.(
          `${model} is asked without ${setting}, which its server refuses (found out once; --relearn finds out again)`,
        ),
      mayRepeat: (cause) => isExcused(cause) || caller.repairs.askAgain(1),
    },
    process.env,
  );
}

/** @throws UserMistake where a cap on cost would not know what a call costs */
function checkPrice(options: ModelOptions, model: string): void {
  const { kind } = tariffIn(options, model);
  if (options.maxCost === undefined || (kind !== 'unknown' && kind !== 'free')) return;
  throw new UserMistake(
    `--max-cost needs the price of ${model}, which is not known here; say it with --price IN,OUT (dollars per million tokens${kind === 'free' ? '; 0,0 where this server passes no calls on to one that is paid' : ''})`,
  );
}

function tariffIn({ price, endpoint }: ModelOptions, model: string): Tariff {
  return price ?? tariffOf(model, endpoint.baseURL);
}

/** @throws UserMistake for a model that a workflow names and this run can't ask */
export function checkNamed(options: ModelOptions, model: unknown, served: readonly string[]): void {
  const { endpoint } = options;
  const where = 'the model that the workflow asks';
  if (typeof model !== 'string' || model.trim() === '')
    throw new UserMistake(`${where}: { model } takes the name of one, got "${model}"`);
  if (model === endpoint.model) return;
  if (endpoint.api === 'embedded')
    throw new UserMistake(
      `${where}, "${model}", is on no server: ${endpoint.model} is the only model of this run; name a --model on a server`,
    );
  checkModel(where, model, endpoint.baseURL, served);
  checkPrice(options, model);
}
