// A process of its own for what a script of the bench calls `measureHere`.
import path from 'node:path';
import 'tsx';

const [, , script, ...args] = process.argv;
const { measureHere } = await import(path.resolve(script));
await measureHere(...args);
