import { useLayoutEffect, useRef } from 'react';
import { asSvg } from './picture/as-svg.ts';
import type { Picture } from './picture/picture.ts';

/** A picture within the page, no wider than its place. */
export function ShownPicture({ picture }: { picture: Picture }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => place.current?.replaceChildren(asSvg(picture)), [picture]);
  return <div ref={place} className="picture" />;
}
