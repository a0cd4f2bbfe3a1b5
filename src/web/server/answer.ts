import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';
import { UserMistake } from '../../domain/mistake.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { explainDamage } from '../../runs/upkeep/explain-damage.ts';
import type { ServerQuestion } from '../api/servers.ts';
import { UnknownServer } from './jobs/request/servers.ts';

/** What a page is told of a mistake: one line that says what to do. */
interface Complaint {
  error: string;
}

export function notFound(what: string): HTTPException {
  return new HTTPException(404, { message: what });
}

/** The query of a request. @throws UserMistake that names the parameter that is wrong */
export function readQuery<Shape extends z.ZodType>(context: Context, shape: Shape) {
  return read(shape, context.req.query());
}

/** The JSON body of a request. @throws UserMistake that names the field that is wrong */
export async function readBody<Shape extends z.ZodType>(context: Context, shape: Shape) {
  const body: unknown = await context.req.json().catch(() => {
    throw new UserMistake('the request has no JSON body');
  });
  return read(shape, body);
}

function read<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.join('.') ?? '';
  throw new UserMistake(`${place === '' ? '' : `${place}: `}${issue?.message ?? 'not valid'}`);
}

/** A damaged row is looked for no longer, in milliseconds: everything else goes on meanwhile. */
const patienceMs = 5000;

/** Turns whatever a route threw into its answer. What broke on a damaged row of the ledger names that row. */
export function answerErrors(ledger: Ledger) {
  return async (thrown: Error, context: Context): Promise<Response> => {
    if (isTold(thrown)) return answer(thrown, context);
    const found = await explainDamage(ledger, thrown, AbortSignal.timeout(patienceMs));
    return answer(found instanceof Error ? found : thrown, context);
  };
}

function isTold(error: Error): boolean {
  return [HTTPException, UnknownServer, UserMistake].some((kind) => error instanceof kind);
}

function answer(error: Error, context: Context): Response {
  if (error instanceof HTTPException)
    return context.json<Complaint>({ error: error.message }, error.status);
  if (error instanceof UnknownServer) {
    const { message, server } = error;
    const hasKey = (process.env.OPENAI_API_KEY ?? '') !== '';
    return context.json<ServerQuestion>({ error: message, server, hasKey }, 409);
  }
  if (error instanceof UserMistake) return context.json<Complaint>({ error: error.message }, 400);
  console.error(error);
  return context.json<Complaint>(
    { error: 'the server made a mistake; its terminal says which' },
    500,
  );
}
