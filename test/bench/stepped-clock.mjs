// Preloaded: the process's clock is set by CLOCK_STEP milliseconds when SIGUSR2 comes.
let ahead = 0;
process.on('SIGUSR2', () => {
  ahead += Number(process.env.CLOCK_STEP);
});
const now = Date.now;
const stepped = () => now() + ahead;
globalThis.Date = new Proxy(Date, {
  construct: (target, words, made) =>
    Reflect.construct(target, words.length === 0 ? [stepped()] : words, made),
  get: (target, key) => (key === 'now' ? stepped : Reflect.get(target, key)),
});
