import { Hono } from 'hono';
import { type Calibration, CalibrationRequest } from '../../api/trust/calibration.ts';
import { readBody } from '../answer.ts';
import type { Calibrations } from './calibrations.ts';

/** How many tickets and themes a call may have: what finding out takes, how it stands, and what was found. */
export function calibrationRoutes(calibrations: Calibrations): Hono {
  return new Hono()
    .post('/calibration', async (context) =>
      context.json<Calibration>(
        await calibrations.look(await readBody(context, CalibrationRequest)),
      ),
    )
    .post('/calibrations', async (context) =>
      context.json(await calibrations.start(await readBody(context, CalibrationRequest)), 201),
    );
}
