import { z } from 'zod';
import { Settings } from './schema.ts';

/** What an editor checks and completes a config file by. */
export function configSchema(): unknown {
  const Config = Settings.extend({ $schema: z.string().optional() });
  return { ...z.toJSONSchema(Config, { io: 'input' }), title: 'Settings of ticket-tribunal' };
}
