import { PageHead } from '../parts/page-head.tsx';

export function NewRunPage() {
  return <PageHead title="New run" />;
}
