import type { Model } from '@openai/agents';
import type { Tariff } from '../domain/prices.ts';
import { adapt, type FootingMemory } from './answers/adapt.ts';
import { closedRungs } from './answers/closed-schema.ts';
import { footingKey } from './answers/describe-footing.ts';
import { isAskedFor } from './answers/extras.ts';
import type { Rung } from './answers/fallback.ts';
import { type Endpoint, identityOf } from './endpoint.ts';
import { readKey } from './key.ts';
import { createMeter, type MeterOptions } from './meter.ts';
import { createTransport } from './transport.ts';

/** Remembers, for every server and model, how it can be made to answer. */
export interface Memory {
  footing(key: string): FootingMemory;
}

/** The one window to models: every call of a run leaves through the stack that this builds. */
export interface ModelWindow {
  /** The run's model, or another one on the same server. */
  model(name?: string): Model;
  /** What the answers of that model depend on, as part of their address. */
  identity(name?: string): string;
  /** Whether the model is known to have answered, in this run or an earlier one. */
  hasAnswered?: ((name?: string) => boolean) | undefined;
  /** Triage's model as it hands a docket to that judge, by a call that costs nothing; as it is where left out. */
  handOver?: ((model: Model, judge: string) => Model) | undefined;
  /** The language of a text that the model can't read, so that nobody need be asked about it. */
  unread?: ((text: string) => Promise<string | undefined>) | undefined;
}

/** The window to a server: adapt ∘ meter ∘ normalise ∘ transport. */
export function openWindow(
  endpoint: Endpoint,
  memory: Memory,
  options: Omit<MeterOptions, 'tariff'> & {
    timeoutMs: number;
    tariff(model: string): Tariff;
    /** Told by what means a model answers. */
    tell?: ((model: string, rung: Rung, isRemembered: boolean) => void) | undefined;
    /** Told what was asked for and is not sent any more. */
    tellRefused?: ((model: string, setting: string) => void) | undefined;
  },
  environment: NodeJS.ProcessEnv,
): ModelWindow {
  readKey(endpoint, environment);
  const models = new Map<string, Model>();
  const answered = new Set<string>();
  return {
    hasAnswered: (name = endpoint.model) => answered.has(name),
    model(name = endpoint.model) {
      const known = models.get(name);
      if (known !== undefined) return known;
      const named = { ...endpoint, model: name };
      const meter = createMeter(createTransport(named, environment, options.timeoutMs), {
        ...options,
        tariff: options.tariff(name),
        hasAnswered: () => answered.has(name),
      });
      const footing = memory.footing(footingKey(named));
      const recall = async () => {
        const known = await footing.recall();
        if (known !== undefined) answered.add(name);
        return known;
      };
      const model = adapt(meter, { ...footing, recall }, named, closedRungs(endpoint.baseURL), {
        answers(rung, isRemembered) {
          answered.add(name);
          options.tell?.(name, rung, isRemembered);
        },
        refuses: (setting) => isAskedFor(setting) && options.tellRefused?.(name, setting),
        mayRepeat: options.mayRepeat,
      });
      models.set(name, model);
      return model;
    },
    identity: (name = endpoint.model) => identityOf({ ...endpoint, model: name }),
  };
}
