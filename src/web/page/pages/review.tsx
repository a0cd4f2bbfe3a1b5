import { PageHead } from '../parts/page-head.tsx';

export function ReviewPage({ run }: { run: string }) {
  return <PageHead title="Review" about={run} />;
}
