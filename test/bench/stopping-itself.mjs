// Preloaded: the process stops itself, as by SIGSTOP, on its way to send the call number STOP_CALL, at the step STOP_AT.
import { subscribe } from 'node:diagnostics_channel';

const { STOP_AT: step, STOP_CALL: call } = process.env;
let calls = 0;
const pass = (at) => {
  if (at === step && ++calls === Number(call)) process.kill(process.pid, 'SIGSTOP');
};
const { fetch } = globalThis;
globalThis.fetch = (...words) => {
  pass('fetch');
  return fetch(...words);
};
subscribe('undici:request:create', () => pass('request'));
subscribe('undici:client:sendHeaders', () => pass('write'));
