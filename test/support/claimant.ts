// A process that shares a ledger and does as its parent says, until that is gone.
import { openLedger } from '../../src/ledger/open-ledger.ts';

export type Order =
  | { to: 'claim'; addresses: string[] }
  | { to: 'release'; address: string }
  | { to: 'leave' };

const ledger = await openLedger(process.argv[2] ?? '');
const { presence, claims } = await ledger.enter();

async function obey(order: Order): Promise<string[]> {
  if (order.to === 'claim') return [...(await claims.claim(order.addresses))];
  if (order.to === 'release') await claims.release(order.address);
  else await ledger.close();
  return [];
}

process.on('message', async (order: Order) => {
  process.send?.(await obey(order));
  if (order.to === 'leave') process.disconnect();
});
process.on('disconnect', () => process.exit());
process.send?.(presence.id);
