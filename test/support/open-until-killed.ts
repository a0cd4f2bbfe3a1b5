// Opens a ledger and dies as by `kill -9` when it is about to run the statement of that number.
import Database from 'libsql';
import { openLedger } from '../../src/ledger/open-ledger.ts';

const [, , file = '', last = ''] = process.argv;
let statements = 0;
const count = () => {
  statements += 1;
  if (statements === Number(last)) process.kill(process.pid, 'SIGKILL');
};
const { prepare, exec } = Database.prototype;
Object.assign(Database.prototype, {
  prepare(...words: [string]) {
    count();
    return Reflect.apply(prepare, this, words);
  },
  exec(...words: [string]) {
    count();
    return Reflect.apply(exec, this, words);
  },
});
await (await openLedger(file)).close();
process.stdout.write(String(statements));
