import { PageHead } from '../parts/page-head.tsx';

export function SearchPage() {
  return <PageHead title="Search" />;
}
