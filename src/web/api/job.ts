import { z } from 'zod';
import { keys } from '../../settings/schema.ts';
import { RunRequest } from './run-request.ts';
import { SearchRequest } from './search.ts';
import { CalibrationRequest } from './trust/calibration.ts';
import { LearnRequest } from './trust/learning.ts';
import { SharpenRequest } from './trust/sharpening.ts';

/** What the page starts: a request, and never the words of a command. It is kept with the run, and read again. */
export const JobRequest = z.discriminatedUnion('workflow', [
  z.strictObject({ workflow: z.literal('batch'), request: RunRequest }),
  z.strictObject({ workflow: z.literal('search'), request: SearchRequest }),
  z.strictObject({ workflow: z.literal('calibrate'), request: CalibrationRequest }),
  z.strictObject({ workflow: z.literal('learn'), request: LearnRequest }),
  z.strictObject({ workflow: z.literal('sharpen'), request: SharpenRequest }),
]);
export type JobRequest = z.output<typeof JobRequest>;

/** Whether no run that decides tickets comes of it. */
export function isAside({ workflow }: JobRequest): boolean {
  return !['batch', 'search'].includes(workflow);
}

/** What a resumed run may take in all, where that is to change. */
export const Budget = RunRequest.pick(keys('maxCalls', 'maxCost'));
export type Budget = z.output<typeof Budget>;
