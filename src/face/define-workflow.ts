import type { Workflow } from './contract.ts';

/** The contract of a workflow's file: `export default defineWorkflow(async ({ tribunal, tickets }) => { … })`. */
export function defineWorkflow(workflow: Workflow): Workflow {
  return workflow;
}
