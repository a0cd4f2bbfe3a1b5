import type { KyselyPlugin, OperationNode } from 'kysely';
import { UserMistake } from '../domain/mistake.ts';
import { tableKeys } from './copying/table-keys.ts';

/** Refuses to change a ledger that can only be read: what is open is a copy of it. */
export function refuseWrites(location: string): KyselyPlugin {
  return {
    transformQuery({ node }) {
      if (!isChange(node)) return node;
      throw new UserMistake(
        `the ledger ${location} can only be read: its file or its folder may not be written; make it writable, or copy it: tribunal ledger copy ${location} TO`,
      );
    },
    transformResult: async ({ result }) => result,
  };
}

/** What is noted in a temporary table is none. */
function isChange(node: OperationNode): boolean {
  if (node.kind === 'InsertQueryNode') return tablePattern.test(JSON.stringify(node));
  return node.kind === 'UpdateQueryNode' || node.kind === 'DeleteQueryNode';
}

const tablePattern = new RegExp(
  `"into":\\{"kind":"TableNode","table":\\{[^}]*"name":"(${Object.keys(tableKeys).join('|')})"`,
);
