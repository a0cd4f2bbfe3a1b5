import {
  fontSize,
  ground,
  headHeight,
  headingSize,
  ink,
  margin,
  type Picture,
  type Shape,
  withHead,
} from './picture.ts';

/** Pixels of the picture for each of the page's: sharp on paper too. */
const scale = 2;

/** A picture in pixels; null where the browser can't. */
export function asPng(picture: Picture): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = scale * (picture.width + 2 * margin);
  canvas.height = scale * (picture.height + headHeight + margin);
  const pen = canvas.getContext('2d');
  if (pen === null) return Promise.resolve(null);
  pen.fillStyle = ground;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.scale(scale, scale);
  pen.translate(margin, headHeight);
  for (const shape of withHead(picture)) draw(pen, shape);
  return new Promise((resolve) => canvas.toBlob(resolve));
}

function draw(pen: CanvasRenderingContext2D, shape: Shape): void {
  switch (shape.kind) {
    case 'bar':
      pen.fillStyle = shape.fill;
      pen.fillRect(shape.x, shape.y, shape.width, shape.height);
      break;
    case 'line':
      pen.strokeStyle = shape.stroke;
      pen.lineWidth = 2;
      pen.beginPath();
      for (const [x, y] of shape.points) pen.lineTo(x, y);
      pen.stroke();
      break;
    case 'text':
      pen.save();
      pen.translate(shape.x, shape.y);
      if (shape.isUpright) pen.rotate(-Math.PI / 2);
      pen.font = `${shape.isHeading ? `bold ${headingSize}` : fontSize}px sans-serif`;
      pen.textAlign = shape.align ?? 'left';
      pen.fillStyle = shape.colour ?? ink;
      pen.fillText(shape.text, 0, 0);
      pen.restore();
  }
}
